/** @jsxImportSource preact */

import type { FieldOf } from '@whisker/api/kinds/kind.ts'
import type { Box } from '@whisker/api/kinds/schema/boxes.ts'
import { useLayoutEffect, useRef, useState } from 'preact/hooks'
import type { ControlProps } from './kind.ts'
import { optionText } from './options.tsx'
import { formatNumber, readNumber } from './written-number.ts'

type Props = ControlProps<FieldOf<'boxes'>> & {
  box: Box
  /** From 1. */
  number: number
  put(box: Box): void
  remove(): void
}

const places = { x: 'fromLeft', y: 'fromTop', width: 'width', height: 'height' } as const

/** One box: what it is, where it is, and away with it. */
export function BoxRow(props: Props) {
  const { field, box, number, id, t, content, selected, onSelect, put, remove } = props
  const isSelected = selected.includes(number - 1)
  const row = useRef<HTMLLIElement>(null)
  const only = isSelected && selected.length === 1
  // What is selected on the picture is seen in the list, too.
  useLayoutEffect(() => {
    if (only) row.current?.scrollIntoView({ block: 'nearest' })
  }, [only])
  return (
    <li
      class="box"
      ref={row}
      aria-label={t('boxNumber', { number })}
      data-selected={isSelected}
      onFocusIn={() => isSelected || onSelect([number - 1])}
    >
      <div class="box-head">
        <span aria-hidden="true">{number}</span>
        {field.options ? (
          <select
            class="control"
            aria-label={`${t('boxNumber', { number })}: ${t('label')}`}
            value={box.label ?? ''}
            onChange={({ currentTarget: { value } }) => put({ ...box, label: value })}
          >
            <option value="" disabled>
              {t('choose')}
            </option>
            {field.options.map((option) => (
              <option value={option.value} key={option.value} {...content}>
                {optionText(option)}
              </option>
            ))}
          </select>
        ) : null}
        <button type="button" class="button" aria-label={t('removeBox', { number })} onClick={remove}>
          ×
        </button>
      </div>
      <div class="box-place">
        {(Object.keys(places) as (keyof typeof places)[]).map((key) => (
          <label key={key} for={`${id}-${number}-${key}`}>
            <span>{t(places[key])}</span>
            <Pixels
              {...props}
              id={`${id}-${number}-${key}`}
              value={box[key]}
              change={(value) => put({ ...box, [key]: value })}
            />
          </label>
        ))}
      </div>
    </li>
  )
}

type PixelsProps = Pick<Props, 'id' | 'language'> & { value: number; change(value: number): void }

/** A number as the person writes it. What is none yet stays what was typed, and the box where it was. */
function Pixels({ id, value, language, change }: PixelsProps) {
  const [typed, setTyped] = useState<string | null>(null)
  return (
    <input
      id={id}
      class="control"
      inputMode="decimal"
      autocomplete="off"
      dir="ltr"
      value={typed ?? formatNumber(value, language)}
      onInput={({ currentTarget }) => {
        setTyped(currentTarget.value)
        const number = readNumber(currentTarget.value, language)
        if (number !== null) change(number)
      }}
      onBlur={() => setTyped(null)}
    />
  )
}

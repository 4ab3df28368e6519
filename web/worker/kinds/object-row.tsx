/** @jsxImportSource preact */

import type { FieldObject } from '@whisker/api/fields.ts'
import { useLayoutEffect, useRef } from 'preact/hooks'
import type { Language } from '../language/languages.ts'
import type { ObjectsField } from './drawing-of.ts'
import type { ControlProps } from './kind.ts'
import { listWords, numbered } from './list-words.ts'
import type { Listed } from './listed.ts'
import { Attributes } from './object-attributes.tsx'
import { optionText } from './options.tsx'

type Props<O extends FieldObject> = {
  props: ControlProps<ObjectsField>
  listed: Listed<O>
  object: O
  /** From 1. */
  number: number
  faults: ReadonlyMap<string, string> | null
  put(object: O): void
  remove(): void
}

/** One object: what it is, where it is, and away with it. */
export function ObjectRow<O extends FieldObject>(own: Props<O>) {
  const { props, listed, object, number, put, remove } = own
  const { field, id, t, language, content, selected, onSelect } = props
  const { kind, Place } = listed
  const words = listWords[language as Language]
  const name = numbered(words[kind].number, number, language)
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
      aria-label={name}
      data-selected={isSelected}
      onFocusIn={() => isSelected || onSelect([number - 1])}
    >
      <div class="box-head">
        <span aria-hidden="true">{number}</span>
        {field.options ? (
          <select
            class="control"
            aria-label={`${name}: ${words.label}`}
            value={object.label ?? ''}
            onChange={({ currentTarget: { value } }) => put({ ...object, label: value })}
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
        <button
          type="button"
          class="button"
          aria-label={numbered(words[kind].remove, number, language)}
          onClick={remove}
        >
          ×
        </button>
      </div>
      {field.attributes ? <Attributes {...own} fields={field.attributes} isOpen={only} /> : null}
      <Place object={object} id={`${id}-${number}`} props={props} put={put} />
    </li>
  )
}

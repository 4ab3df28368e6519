/** @jsxImportSource preact */

import type { FieldOf } from '@whisker/api/kinds/kind.ts'
import { useEffect, useRef, useState } from 'preact/hooks'
import { KeyCap } from '../keys/key-cap.tsx'
import { describedBy, LabelledField } from './frame.tsx'
import type { ControlProps } from './kind.ts'
import { indexPlaces, type PlaceIndex, type Row } from './place-search.ts'
import { noteRecent, recentOf } from './recent-places.ts'

type Field = FieldOf<'select'>

/** A long list or a tree to type in: a combobox with its list (ARIA Authoring Practices, "Combobox"). */
export function Control(props: ControlProps<Field>) {
  const { field, id, value, fault, t, content, active, onValue } = props
  const index = indexPlaces(field.options)
  const chosen = typeof value === 'string' && value !== '' ? index.get(value) : undefined
  const [hasFocus, setHasFocus] = useState(false)
  const [typed, setTyped] = useState<string | null>(null)
  const [inside, setInside] = useState<string>()
  const [at, setAt] = useState(-1)
  const input = useRef<HTMLInputElement>(null)

  // The field was gone to before this part of the page was there.
  // biome-ignore lint/correctness/useExhaustiveDependencies: once, when it has come
  useEffect(() => {
    if (active && matchMedia('(pointer: fine)').matches) input.current?.focus({ preventScroll: true })
  }, [])

  const isOpen = hasFocus && (typed !== null || chosen === undefined)
  const recent = isOpen && !typed && inside === undefined ? recentOf(field) : []
  const rows = isOpen ? rowsOf(index, typed ?? '', inside, recent) : []
  // The same place may stand among those that were taken last and where it belongs.
  const own = recent.length
  const byDigit = !index.hasDigits

  function close(): void {
    setTyped(null)
    setInside(undefined)
    setAt(-1)
  }

  function take(row: Row): void {
    noteRecent(field, row.value)
    onValue(row.value)
    close()
    requestAnimationFrame(() => input.current?.select())
  }

  function goIn(place: string | undefined, to: string | undefined): void {
    setTyped('')
    setInside(place)
    const next = rowsOf(index, '', place, place === undefined ? recentOf(field) : [])
    setAt(
      Math.max(
        0,
        next.findLastIndex((row) => row.value === to),
      ),
    )
  }

  /** @returns whether the key was ours. */
  function press(event: KeyboardEvent): boolean {
    const row = rows[at]
    const isForward =
      event.key === (getComputedStyle(event.currentTarget as Element).direction === 'rtl' ? 'ArrowLeft' : 'ArrowRight')
    const digit = /^(?:Digit|Numpad)([1-9])$/.exec(event.code)?.[1]
    const pick = digit && !typed && (event.altKey || byDigit) ? recent[Number(digit) - 1] : undefined
    if (pick !== undefined) take(index.get(pick)!)
    else if (event.altKey || event.ctrlKey || event.metaKey) return false
    else if (event.key === 'ArrowDown' && !isOpen) setTyped('')
    else if (event.key === 'ArrowDown') setAt(Math.min(rows.length - 1, at + 1))
    else if (event.key === 'ArrowUp' && isOpen) setAt(Math.max(-1, at - 1))
    else if (event.key === 'Enter' && row) take(row)
    else if (event.key === 'Escape' && typed !== null) close()
    else if (/^Arrow(Left|Right)$/.test(event.key) && isForward && row?.hasMore && row.value !== inside)
      goIn(row.value, undefined)
    else if (/^Arrow(Left|Right)$/.test(event.key) && !isForward && inside !== undefined && !typed)
      goIn(index.above(inside), inside)
    else return false
    return true
  }

  return (
    <LabelledField {...props}>
      <input
        {...content}
        ref={input}
        class="control"
        id={id}
        role="combobox"
        aria-expanded={rows.length > 0}
        aria-controls={`${id}-places`}
        aria-autocomplete="list"
        aria-activedescendant={rows[at] ? `${id}-place-${at}` : undefined}
        aria-invalid={fault !== undefined}
        aria-describedby={describedBy(field, id, fault)}
        aria-required={field.required}
        autocomplete="off"
        spellcheck={false}
        placeholder={t('choose')}
        value={typed ?? chosen?.text ?? ''}
        onFocus={(event) => {
          setHasFocus(true)
          event.currentTarget.select()
        }}
        onBlur={() => {
          setHasFocus(false)
          close()
        }}
        onInput={(event) => {
          const { value: text } = event.currentTarget
          setTyped(text)
          setInside(undefined)
          setAt(text === '' ? -1 : 0)
          // Nothing stands there any more.
          if (text === '' && chosen) onValue('')
        }}
        onKeyDown={(event) => {
          if (!press(event)) return
          event.preventDefault()
          event.stopPropagation()
        }}
      />
      {chosen && typed === null && chosen.path.length > 0 ? (
        <span class="place-path" {...content}>
          {[...chosen.path, chosen.text].join(' › ')}
        </span>
      ) : null}
      {isOpen ? (
        // biome-ignore lint/a11y/useKeyWithClickEvents: the keys are the input's
        <div
          class="places"
          id={`${id}-places`}
          role="listbox"
          tabIndex={-1}
          aria-labelledby={id}
          onMouseDown={(event) => event.preventDefault()}
          onClick={(event) => {
            const element = event.target as Element
            const row = rows[Number(element.closest<HTMLElement>('.place')?.dataset.at)]
            if (row && element.closest('.place-in')) goIn(row.value, undefined)
            else if (row) take(row)
          }}
        >
          {rows.map((row, n) => (
            <div
              key={`${n < own ? 'own' : 'below'} ${row.value}`}
              class="place"
              id={`${id}-place-${n}`}
              data-at={n}
              role="option"
              tabIndex={-1}
              aria-selected={n === at}
              ref={n === at ? intoView : undefined}
            >
              <span class="place-text" {...content}>
                {row.text}
                {row.path.length > 0 ? <span class="place-path">{row.path.join(' › ')}</span> : null}
              </span>
              {n < own ? <KeyCap of={byDigit ? `${n + 1}` : `Alt+${n + 1}`} /> : null}
              {row.hasMore && row.value !== inside ? <span class="place-in" aria-hidden="true" /> : null}
            </div>
          ))}
        </div>
      ) : null}
      <p class="help" role="status">
        {isOpen && typed && rows.length === 0 ? t('nothingHere') : ''}
      </p>
    </LabelledField>
  )
}

function intoView(element: Element | null): void {
  element?.scrollIntoView({ block: 'nearest' })
}

/** More cannot be looked through by arrows; typing finds them. */
const maxRows = 200

/** What was typed is looked for; else what was taken last, and what one may go into. */
function rowsOf(index: PlaceIndex, typed: string, inside: string | undefined, recent: readonly string[]): Row[] {
  if (typed.trim() !== '') return index.find(typed)
  const own = inside === undefined ? recent : [inside]
  return [...own.flatMap((value) => index.get(value) ?? []), ...index.below(inside)].slice(0, maxRows)
}

import type { FieldOf } from '@whisker/api/kinds/kind.ts'
import { useEffect, useRef, useState } from 'preact/hooks'
import type { ControlProps } from './kind.ts'
import { indexPlaces, type PlaceIndex, type Row } from './place-search.ts'
import { noteRecent, recentOf } from './recent-places.ts'

type Field = FieldOf<'select'>
export type Places = ReturnType<typeof usePlaces>

/** What is typed into a combobox of places, what is found by it, and what its keys do. */
export function usePlaces({ field, value, active, onValue }: ControlProps<Field>) {
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

  /** What stands in the input by now. */
  function type(text: string): void {
    setTyped(text)
    setInside(undefined)
    setAt(text === '' ? -1 : 0)
    // Nothing stands there any more.
    if (text === '' && chosen) onValue('')
  }

  function leave(): void {
    setHasFocus(false)
    close()
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

  const state = { chosen, typed, inside, at, isOpen, rows, own, byDigit }
  return { ...state, input, enter: () => setHasFocus(true), leave, type, take, goIn, press }
}

/** More cannot be looked through by arrows; typing finds them. */
const maxRows = 200

/** What was typed is looked for; else what was taken last, and what one may go into. */
function rowsOf(index: PlaceIndex, typed: string, inside: string | undefined, recent: readonly string[]): Row[] {
  if (typed.trim() !== '') return index.find(typed)
  const own = inside === undefined ? recent : [inside]
  return [...own.flatMap((value) => index.get(value) ?? []), ...index.below(inside)].slice(0, maxRows)
}

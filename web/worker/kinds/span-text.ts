import type { Span } from '@whisker/api/kinds/schema/spans.ts'
import type { DraftValue } from './kind.ts'

const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' })

/** A text as a text control holds it, which knows one kind of line break alone, and where its characters are in what was sent. */
export type MarkedText = {
  shown: string
  /** Of a place in what was sent, in code points: where it stands in `shown`. */
  unitOf(point: number): number
  /**
   * What is selected, in whole characters and without the spaces around it: a double click takes the one behind a word along.
   * null: nothing is selected.
   */
  between(from: number, to: number): Place | null
}

export type Place = Pick<Span, 'start' | 'end' | 'text'>

type Character = { point: number; unit: number; text: string }

export function markedText(text: string): MarkedText {
  const characters: Character[] = []
  let [point, unit, shown] = [0, 0, '']
  for (const { segment } of graphemes.segment(text)) {
    characters.push({ point, unit, text: segment })
    const written = segment.replace(/\r\n?/g, '\n')
    point += [...segment].length
    unit += written.length
    shown += written
  }
  const end = { point, unit, text: '' }
  return {
    shown,
    unitOf: (at) => (characters.find((one) => one.point >= at) ?? end).unit,
    between(from, to) {
      const behind = (n: number) => characters[n + 1] ?? end
      let first = characters.findLastIndex((one) => one.unit <= from)
      let last = characters.findLastIndex((one) => one.unit < to)
      if (from >= to || first < 0) return null
      const isSpace = (n: number) => characters[n]!.text.trim() === ''
      while (first < last && isSpace(last)) last--
      while (first < last && isSpace(first)) first++
      const taken = characters.slice(first, last + 1)
      return { start: characters[first]!.point, end: behind(last).point, text: taken.map((one) => one.text).join('') }
    },
  }
}

/** undefined: nothing has been said. */
export function spansOf(value: DraftValue | undefined): Span[] | undefined {
  return Array.isArray(value) && value.every((one) => typeof one === 'object') ? (value as Span[]) : undefined
}

/** @returns null: there it may not be, for it would lie over another one */
export function withSpan(spans: readonly Span[], span: Span, overlapping: boolean): Span[] | null {
  const others = spans.filter((one) => !isSamePlace(one, span) || (overlapping && one.label !== span.label))
  if (!overlapping && others.some((one) => one.start < span.end && span.start < one.end)) return null
  return [...others, span].sort(byPlace)
}

/** Those that have the caret in them or share characters with what is selected. */
export function touched(spans: readonly Span[], start: number, end: number): Span[] {
  return spans.filter((one) =>
    start === end ? one.start <= start && start <= one.end : one.start < end && start < one.end,
  )
}

export function isSamePlace(a: Pick<Span, 'start' | 'end'>, b: Pick<Span, 'start' | 'end'>): boolean {
  return a.start === b.start && a.end === b.end
}

export function byPlace(a: Pick<Span, 'start' | 'end'>, b: Pick<Span, 'start' | 'end'>): number {
  return a.start - b.start || a.end - b.end
}

/** A part of the text that the same spans lie over. `begins`: those of them that begin with it. */
export type Piece = { text: string; over: Span[]; begins: Span[] }

export function piecesOf({ shown, unitOf }: MarkedText, spans: readonly Span[]): Piece[] {
  const placed = spans.map((span) => ({ span, from: unitOf(span.start), to: unitOf(span.end) }))
  const edges = [...new Set([0, shown.length, ...placed.flatMap(({ from, to }) => [from, to])])].sort((a, b) => a - b)
  return edges.slice(1).map((to, n) => {
    const from = edges[n]!
    const over = placed.filter((one) => one.from < to && from < one.to)
    return {
      text: shown.slice(from, to),
      over: over.map(({ span }) => span),
      begins: over.filter((one) => one.from === from).map(({ span }) => span),
    }
  })
}

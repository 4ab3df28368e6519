import { placeChecks } from '@whisker/api/kinds/place-checks.ts'
import type { Span } from '@whisker/api/kinds/schema/spans.ts'
import { spans as checkSpans } from '@whisker/api/kinds/spans.ts'
import { expect, test } from 'vitest'
import { markedText, piecesOf, touched, withSpan } from './span-text.ts'

const field = {
  ...{ type: 'spans' as const, name: 'a', label: '', help: '', required: true, overlapping: true },
  options: [{ value: 'x', label: '' }],
}
const parts = ['a', 'é', 'é', '👩‍👩‍👧', '🇩🇪', '👍🏽', 'नि', 'مر', 'ح', ' ', '\n', '\r\n', '\r', '漢', '𝒳', '‏', '-', 'שָׁ']

function random(seed: number): (below: number) => number {
  let state = seed
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return Math.floor((state / 2 ** 32) * below)
  }
}

test('whatever is selected in whatever text, the service takes it, and its text is the slice', () => {
  for (let seed = 1; seed <= 300; seed++) {
    const below = random(seed)
    const text = Array.from({ length: 1 + below(25) }, () => parts[below(parts.length)]).join('')
    const marked = markedText(text)
    expect(marked.shown).toBe(text.replace(/\r\n?/g, '\n'))
    const from = below(marked.shown.length)
    const place = marked.between(from, from + 1 + below(marked.shown.length - from))!
    expect(place.text).toBe([...text].slice(place.start, place.end).join(''))
    const about = { item: { text: { text } }, places: placeChecks }
    expect(checkSpans.check(field, [{ label: 'x', ...place }], about)).toBeNull()
    const pieces = piecesOf(marked, [{ label: 'x', ...place }])
    expect(pieces.map((piece) => piece.text).join('')).toBe(marked.shown)
    const inside = pieces.filter(({ over }) => over.length > 0).map((piece) => piece.text)
    expect(inside).toEqual([place.text.replace(/\r\n?/g, '\n')])
  }
})

test('nothing selected is nothing; spaces around are left, and spaces alone are taken', () => {
  const marked = markedText('Ann  met Bo')
  expect(marked.between(3, 3)).toBeNull()
  expect(marked.between(0, 4)).toEqual({ start: 0, end: 3, text: 'Ann' })
  expect(marked.between(3, 9)).toEqual({ start: 5, end: 8, text: 'met' })
  expect(marked.between(3, 5)).toEqual({ start: 3, end: 4, text: ' ' })
  expect(markedText('').between(0, 1)).toBeNull()
})

test('another label takes the place of the one before; over another one only where the form lets it', () => {
  const span = (label: string, start: number, end: number): Span => ({
    label,
    start,
    end,
    text: 'x'.repeat(end - start),
  })
  const [a, b] = [span('x', 4, 8), span('y', 4, 8)]
  expect(withSpan([a], b, false)).toEqual([b])
  expect(withSpan([a], b, true)).toEqual([a, b])
  expect(withSpan([a], a, true)).toEqual([a])
  expect(withSpan([a], span('x', 7, 9), false)).toBeNull()
  expect(withSpan([a], span('x', 0, 4), false)).toEqual([span('x', 0, 4), a])
  expect(withSpan([a], span('x', 2, 6), true)).toEqual([span('x', 2, 6), a])
  expect([touched([a], 8, 8), touched([a], 9, 9), touched([a], 8, 9), touched([a], 0, 5)]).toEqual([[a], [], [], [a]])
})

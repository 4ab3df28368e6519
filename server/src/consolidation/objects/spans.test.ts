import { countedText } from '@whisker/api/kinds/code-points.ts'
import { expect, test } from 'vitest'
import { seededRandom } from '../simulate-crowd.ts'
import { spanGeometry } from './spans.ts'

test('a span between those of several people has the text that stands there, and ends where characters do', () => {
  const random = seededRandom(3)
  const upTo = (n: number) => Math.floor(random() * n)
  const parts = ['a', 'e\u0301', '👩‍👩‍👧', '🇩🇪', 'ش', '𝒳', '\n']
  for (let round = 0; round < 2000; round++) {
    const text = countedText(Array.from({ length: 12 }, () => parts[upTo(parts.length)]).join(''))
    const borders = Array.from({ length: text.length + 1 }, (_, at) => at).filter((at) => text.isBorder(at))
    const spans = Array.from({ length: 1 + upTo(6) }, () => {
      const from = upTo(borders.length - 1)
      const [start, end] = [borders[from]!, borders[from + 1 + upTo(borders.length - 1 - from)]!]
      return { label: 'x', start, end, text: text.slice(start, end) }
    })
    const middle = spanGeometry.middle(
      spans,
      spans.map(() => 0.1 + random()),
    )
    expect(middle.end).toBeGreaterThan(middle.start)
    expect(middle.text).toBe(text.slice(middle.start, middle.end))
    expect([middle.start, middle.end].every((at) => text.isBorder(at))).toBe(true)
  }
})

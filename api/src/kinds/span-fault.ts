import { type CountedText, countedText } from './code-points.ts'
import type { Fault } from './kind.ts'

let last: { text: string; counted: CountedText } | undefined

/** What is wrong with the place of a span. The same text is asked about for each span of an answer: it is counted once. */
export function spanFault({ start, end, text: said }: Record<string, unknown>, text: string | undefined): Fault | null {
  if (!Number.isSafeInteger(start)) return { code: 'wrong_type', detail: 'must be a whole number.', at: '/start' }
  if (!Number.isSafeInteger(end)) return { code: 'wrong_type', detail: 'must be a whole number.', at: '/end' }
  if (typeof said !== 'string') return { code: 'wrong_type', detail: 'must be text.', at: '/text' }
  const [from, to] = [start as number, end as number]
  if (from < 0) return { code: 'outside', detail: 'must not be below 0.', at: '/start' }
  if (to <= from)
    return { code: 'too_small', detail: 'must be above `start`: a span has a character at the least.', at: '/end' }
  if (text === undefined) return null
  if (last?.text !== text) last = { text, counted: countedText(text) }
  const { counted } = last
  if (to > counted.length)
    return {
      code: 'outside',
      detail: `lies behind the end of the text, which has ${counted.length} code points.`,
      at: '/end',
    }
  for (const [at, place] of [
    ['/start', from],
    ['/end', to],
  ] as const)
    if (!counted.isBorder(place))
      return {
        code: 'inside_character',
        detail: 'lies inside of a character: all its code points belong together.',
        at,
      }
  return said === counted.slice(from, to)
    ? null
    : { code: 'other_text', detail: 'is not what stands from `start` to `end`. It may be left out.', at: '/text' }
}

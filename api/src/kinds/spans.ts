import { type CountedText, countedText } from './code-points.ts'
import type { Fault, FieldOf } from './kind.ts'
import { objectsKind } from './objects.ts'
import type { Span } from './schema/spans.ts'
import { subjectOf } from './subject.ts'

type Spans = FieldOf<'spans'>
type Draft = Record<string, unknown>

const objects = objectsKind<Spans>({
  type: 'spans',
  keys: ['start', 'end', 'text'],
  subject: 'text',
  placed: (span) => span,
  example: () => ({ start: 0, end: 1, text: 'a' }),
})

/** Parts of a text, each with a label. */
export const spans: typeof objects = {
  ...objects,
  meant(field, value, about) {
    const meant = objects.meant!(field, value, about)
    const subject = subjectOf(field.of, about?.item, 'text')
    if (!subject || !Array.isArray(meant) || meant.length > 1000) return meant
    const text = countedText(subject.text)
    return meant.map((span) => filled(span, text))
  },
  check(field, value, about) {
    const fault = objects.check(field, value, about) ?? (field.overlapping ? null : overlapFault(value as Span[]))
    return fault ?? twiceFault(value as Span[])
  },
  arranged: (value) => (value as Span[]).toSorted((a, b) => a.start - b.start || a.end - b.end),
  example(field) {
    const label = field.options[0]!.value
    return Array.from({ length: Math.max(1, field.min_count ?? 1) }, (_, n) => ({
      label,
      ...{ start: n, end: n + 1, text: 'a' },
    }))
  },
}

/** With the text that stands there, where it was left out. Of a place that is none nothing stands there: its fault is the place, not the text. */
function filled(span: unknown, text: CountedText): unknown {
  if (typeof span !== 'object' || span === null || Object.hasOwn(span, 'text')) return span
  const { start, end } = span as Draft
  return { ...span, text: isPlace(start, end, text.length) ? text.slice(start, end as number) : '' }
}

function isPlace(start: unknown, end: unknown, length: number): start is number {
  return Number.isInteger(start) && Number.isInteger(end) && 0 <= (start as number) && (end as number) <= length
}

function overlapFault(spans: readonly Span[]): Fault | null {
  const order = [...spans.keys()].sort((a, b) => spans[a]!.start - spans[b]!.start)
  const at = order.find((span, n) => n > 0 && spans[span]!.start < spans[order[n - 1]!]!.end)
  return at === undefined
    ? null
    : { code: 'overlaps', detail: 'shares characters with another span, which this form does not take.', at: `/${at}` }
}

function twiceFault(spans: readonly Span[]): Fault | null {
  const seen = new Set<string>()
  for (const [at, { label, start, end }] of spans.entries()) {
    const key = `${start} ${end} ${label}`
    if (seen.has(key)) return { code: 'duplicate', detail: 'is there twice.', at: `/${at}` }
    seen.add(key)
  }
  return null
}

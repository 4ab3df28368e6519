import type { FieldValue } from '@whisker/api/fields.ts'
import type { Span } from '@whisker/api/kinds/schema/spans.ts'
import { apartSpanGeometry, spanGeometry } from '../objects/spans.ts'
import type { Kind, KindOf } from './kind.ts'
import { objectsKind } from './objects.ts'

/** Parts of a text, put together as boxes are. */
export const spansKind = (kindOf: KindOf): Kind =>
  objectsKind(kindOf, ({ overlapping }) => (overlapping ? spanGeometry : apartSpanGeometry), asGiven)

/** The keys in one order: see boxes.ts. */
function asGiven(value: FieldValue | null | undefined): Span[] | null {
  if (!Array.isArray(value) || !value.every((one) => typeof one === 'object' && 'start' in one)) return null
  return (value as Span[]).map(({ label, start, end, text }) => ({ label, start, end, text }))
}

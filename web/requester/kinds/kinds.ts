import type { Option, OutputField } from '@whisker/api/fields.ts'
import type { FieldKind, FieldOf } from '@whisker/api/kinds/kind.ts'
import { kinds as known } from '@whisker/api/kinds/kinds.ts'
import { boxes } from './boxes.ts'
import type { RequesterKind } from './kind.ts'
import { points } from './points.ts'
import { polygons } from './polygons.ts'
import { rank } from './rank.ts'
import { rows } from './rows.ts'
import { smallKinds } from './small-kinds.ts'
import { spans } from './spans.ts'

/** Every kind of field. One that is missing does not compile. */
export const kinds: { [K in FieldKind]: RequesterKind<FieldOf<K>> } = {
  ...smallKinds,
  ...{ boxes, points, polygons, rank, rows, spans },
}

/** In the order in which they are offered. */
export const fieldKinds = Object.keys(known) as FieldKind[]

/** What a field that is added begins as. */
export const firstKind: FieldKind = 'input'

/** What is known of a field's kind. */
export function kindOf<F extends OutputField>(field: F): RequesterKind<F> {
  // The type of the field is the key of its kind; the compiler cannot see that of a union.
  return kinds[field.type] as unknown as RequesterKind<F>
}

export function optionsOf(field: OutputField): readonly Option[] {
  return kindOf(field).options(field)
}

/** A field of another kind that keeps what both have. */
export function retyped(field: OutputField, kind: FieldKind): OutputField {
  const { name, label, help, required } = field
  return kinds[kind].make({ name, label, help, required }, kindOf(field).leave(field))
}

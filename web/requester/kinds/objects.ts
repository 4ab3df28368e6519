import type { FieldObject, FieldValue } from '@whisker/api/fields.ts'
import type { FieldOf } from '@whisker/api/kinds/kind.ts'
import type { Box } from '@whisker/api/kinds/schema/boxes.ts'
import type { Mark } from '../../ui/marks.tsx'
import { barsOfChosen } from './bars.ts'
import type { Left } from './kind.ts'
import { chooseWhole } from './whole.ts'

export type ObjectsField = FieldOf<'boxes' | 'points' | 'polygons' | 'spans'>
/** Of which more can be said than a label. */
export type DrawnField = Extract<ObjectsField, { attributes?: unknown }>

/** What all kinds have in common whose answers are objects in a picture. */
export const objects = {
  icon: 'image' as const,
  leave: ({ options }: ObjectsField): Left => (options ? { options } : {}),
  // What an object is called is no choice of the whole field.
  options: () => [],
  chart: barsOfChosen,
  review: chooseWhole,
  marks: ({ options }: ObjectsField, value: FieldValue): readonly Mark[] =>
    (value as FieldObject[]).map((object) => {
      const { label, attributes: _, ...place } = object as Box
      return { ...place, label: options?.find((option) => option.value === label)?.label || label }
    }),
}

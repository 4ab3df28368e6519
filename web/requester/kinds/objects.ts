import type { FieldObject, FieldValue } from '@whisker/api/fields.ts'
import type { FieldOf } from '@whisker/api/kinds/kind.ts'
import type { Mark } from '../../ui/marks.tsx'
import { barsOfChosen } from './bars.ts'
import type { Left } from './kind.ts'
import { chooseWhole } from './whole.ts'

export type ObjectsField = FieldOf<'boxes' | 'points' | 'polygons' | 'spans'>

/** What all kinds have in common whose answers are objects in a picture. */
export const objects = {
  icon: 'image' as const,
  leave: ({ options }: ObjectsField): Left => (options ? { options } : {}),
  // What an object is called is no choice of the whole field.
  options: () => [],
  chart: barsOfChosen,
  review: chooseWhole,
  marks: ({ options }: ObjectsField, value: FieldValue): readonly Mark[] =>
    (value as FieldObject[]).map(({ label, ...place }) => ({
      ...place,
      label: options?.find((option) => option.value === label)?.label || label,
    })),
}

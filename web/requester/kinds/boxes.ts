import type { FieldOf } from '@whisker/api/kinds/kind.ts'
import type { Box } from '@whisker/api/kinds/schema/boxes.ts'
import { barsOfChosen } from './bars.ts'
import type { RequesterKind } from './kind.ts'
import { chooseWhole } from './whole.ts'

export const boxes: RequesterKind<FieldOf<'boxes'>> = {
  words: 'Boxes in a picture',
  icon: 'image',
  make: (common, { options }) => ({ ...common, type: 'boxes', ...(options && { options }) }),
  leave: ({ options }) => (options ? { options } : {}),
  // What a box is called is no choice of the whole field.
  options: () => [],
  chart: barsOfChosen,
  review: chooseWhole,
  marks: ({ options }, value) =>
    (value as Box[]).map(({ label, ...place }) => ({
      ...place,
      label: options?.find((option) => option.value === label)?.label || label,
    })),
}

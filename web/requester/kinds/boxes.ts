import type { FieldOf } from '@whisker/api/kinds/kind.ts'
import type { RequesterKind } from './kind.ts'
import { objects } from './objects.ts'

export const boxes: RequesterKind<FieldOf<'boxes'>> = {
  ...objects,
  words: 'Boxes in a picture',
  make: (common, { options }) => ({ ...common, type: 'boxes', ...(options && { options }) }),
}

import type { FieldOf } from '@whisker/api/kinds/kind.ts'
import type { RequesterKind } from './kind.ts'
import { objects } from './objects.ts'

export const polygons: RequesterKind<FieldOf<'polygons'>> = {
  ...objects,
  words: 'Outlines in a picture',
  make: (common, { options }) => ({ ...common, type: 'polygons', ...(options && { options }) }),
}

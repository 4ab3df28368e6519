import type { FieldOf } from '@whisker/api/kinds/kind.ts'
import type { RequesterKind } from './kind.ts'
import { objects } from './objects.ts'

export const points: RequesterKind<FieldOf<'points'>> = {
  ...objects,
  words: 'Points in a picture',
  make: (common, { options }) => ({ ...common, type: 'points', radius: 20, ...(options && { options }) }),
}

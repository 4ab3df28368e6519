import type { FieldOf } from '@whisker/api/kinds/kind.ts'
import { optionsLeft } from './choice.ts'
import type { RequesterKind } from './kind.ts'
import { objects } from './objects.ts'

export const spans: RequesterKind<FieldOf<'spans'>> = {
  ...objects,
  words: 'Parts of a text',
  icon: 'text',
  make: (common, left) => ({ ...common, type: 'spans', options: optionsLeft(left), overlapping: false }),
}

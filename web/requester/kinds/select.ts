import type { FieldOf } from '@whisker/api/kinds/kind.ts'
import { optionsLeft } from './choice.ts'
import type { RequesterKind } from './kind.ts'
import { pickOne } from './pick-one.ts'

export const select: RequesterKind<FieldOf<'select'>> = {
  ...pickOne,
  words: 'Pick one, from a list',
  icon: 'down',
  make: (common, left) => ({ ...common, type: 'select', options: optionsLeft(left) }),
}

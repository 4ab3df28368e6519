import type { FieldOf } from '@whisker/api/kinds/kind.ts'
import { optionsLeft } from './choice.ts'
import type { RequesterKind } from './kind.ts'
import { pickOne } from './pick-one.ts'

export const radio: RequesterKind<FieldOf<'radio'>> = {
  ...pickOne,
  words: 'Pick one',
  icon: 'check',
  make: (common, left) => ({ ...common, type: 'radio', options: optionsLeft(left) }),
}

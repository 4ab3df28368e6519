import type { FieldOf } from '@whisker/api/kinds/kind.ts'
import { barsOfChosen } from './bars.ts'
import { optionsLeft } from './choice.ts'
import type { RequesterKind } from './kind.ts'
import { chooseWhole } from './whole.ts'

/** An order, best first. Its chart has what stands first. */
export const rank: RequesterKind<FieldOf<'rank'>> = {
  words: 'Put in order',
  icon: 'menu',
  make: (common, left) => ({ ...common, type: 'rank', ties: false, options: atLeastTwo(optionsLeft(left)) }),
  leave: ({ options }) => (options ? { options } : {}),
  options: ({ options = [] }) => options,
  chart: barsOfChosen,
  review: chooseWhole,
}

/** One thing alone has no order. */
function atLeastTwo(options: ReturnType<typeof optionsLeft>) {
  return options.length > 1 ? options : [...options, ...optionsLeft({})].slice(0, 2)
}

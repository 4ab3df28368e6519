import type { FieldOf } from '@whisker/api/kinds/kind.ts'
import { barsOfChosen } from './bars.ts'
import { optionsLeft } from './choice.ts'
import type { RequesterKind } from './kind.ts'
import { chooseWhole } from './whole.ts'

const small = { label: '', help: '', required: true } as const

export const rows: RequesterKind<FieldOf<'rows'>> = {
  words: 'Rows: what is there, and how it is',
  icon: 'projects',
  make: (common) => ({
    ...common,
    type: 'rows',
    fields: [
      { ...small, name: 'what', type: 'radio', options: optionsLeft({}) },
      { ...small, name: 'count', type: 'number', required: false, min: 1, step: 1 },
    ],
    key: 'what',
  }),
  leave: () => ({}),
  // What a row is about is no choice of the whole field.
  options: () => [],
  chart: barsOfChosen,
  review: chooseWhole,
}

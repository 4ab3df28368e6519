import type { Option, OutputField } from '@whisker/api/fields.ts'
import { barsOfChosen } from './bars.ts'
import type { Left } from './kind.ts'

export type ChoiceField = Extract<OutputField, { options: Option[] }>

/** What all kinds that are chosen from have in common. */
export const choice = {
  leave: ({ options }: ChoiceField): Left => ({ options }),
  options: ({ options }: ChoiceField) => options,
  chart: barsOfChosen,
}

/** The options that were left, or two to begin with. */
export function optionsLeft({ options }: Left): Option[] {
  return (
    options ?? [
      { value: 'yes', label: '' },
      { value: 'no', label: '' },
    ]
  )
}

import { checkAnswer } from '@whisker/api/answers.ts'
import type { FieldValue } from '@whisker/api/fields.ts'
import type { FieldOf } from '@whisker/api/kinds/kind.ts'
import { choice, optionsLeft } from './choice.ts'
import type { Choosing, RequesterKind } from './kind.ts'

type CheckboxField = FieldOf<'checkbox'>

/** Each of several is chosen by itself and taken back by itself; they stand in the order of the form. */
const chooseEach: Choosing<CheckboxField> = {
  choicesOf: (voted) => (Array.isArray(voted) ? chosenOf(voted) : [voted]),
  takes: (field, one) =>
    checkAnswer([{ ...field, min_count: 0, max_count: undefined }], 1, [{ [field.name]: [one] }]).ok,
  choose: (field, value, one) => {
    const chosen = chosenOf(value)
    if (chosen.includes(one as string)) return chosen.filter((other) => other !== one)
    const all = [...chosen, one as string]
    const known = field.options.flatMap(({ value }) => (all.includes(value) ? [value] : []))
    return known.length === all.length ? known : all
  },
  isChosen: (value, one) => chosenOf(value).includes(one as string),
  decides: false,
}

export const checkbox: RequesterKind<CheckboxField> = {
  ...choice,
  words: 'Pick several',
  icon: 'check',
  make: (common, left) => ({ ...common, type: 'checkbox', options: optionsLeft(left) }),
  review: chooseEach,
}

export function chosenOf(value: FieldValue | undefined): string[] {
  return Array.isArray(value) ? (value as string[]) : []
}

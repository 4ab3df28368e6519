import { checkAnswer } from '@whisker/api/answers.ts'
import type { OutputField } from '@whisker/api/fields.ts'
import type { Choosing } from './kind.ts'

/** Where a field holds one value, choosing it decides the field. */
export const chooseWhole: Choosing<OutputField> = {
  choicesOf: (voted) => [voted],
  takes: (field, choice) => checkAnswer([field], 1, [{ [field.name]: choice }]).ok,
  choose: (_field, _value, choice) => choice,
  isChosen: (value, choice) => value === choice || JSON.stringify(value) === JSON.stringify(choice),
  decides: true,
}

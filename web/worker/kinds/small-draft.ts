import type { SmallField, SmallValues } from '@whisker/api/kinds/schema/small-field.ts'
import { checkSmall } from '@whisker/api/kinds/small.ts'
import type { Translate } from '../language/translate.ts'
import { smallKind } from './everyday.ts'
import type { DraftValue } from './kind.ts'

export type Turn = (field: SmallField, value: DraftValue) => DraftValue | undefined

/** As they are sent. */
export const sent =
  (language: string): Turn =>
  (small, value) =>
    smallKind(small).toAnswer(value, language, small)

/** As they stand in the form. */
export const drafted =
  (language: string | undefined): Turn =>
  (small, value) =>
    smallKind(small).fromAnswer(value, language, small)

/** Each value of a thing, turned by its own kind. */
export function turnedSmall(fields: readonly SmallField[], values: SmallValues, turn: Turn): SmallValues {
  const turned = fields.flatMap((field) => {
    const before = values[field.name]
    const value = before === undefined ? undefined : turn(field, before)
    return value === undefined ? [] : [[field.name, value]]
  })
  return Object.fromEntries(turned)
}

/** What is wrong with each small field, by `/thing/name`, in words. */
export function smallFaults(
  fields: readonly SmallField[],
  things: readonly SmallValues[],
  t: Translate,
  language: string,
): Map<string, string> {
  const answers = things.map((values) => turnedSmall(fields, values, sent(language)))
  const checked = checkSmall(fields, answers.length, answers)
  const words = new Map<string, string>()
  if (checked.ok) return words
  for (const { code, pointer } of checked.errors) {
    const [, , at, name] = pointer.split('/')
    const small = fields.find((one) => one.name === name)
    if (!small) continue
    const said = code === 'required' ? t('needsAnswer') : smallKind(small).faults[code]?.(t, small, language)
    words.set(`/${at}/${name}`, said ?? t('notAccepted'))
  }
  return words
}

/** What is said of a thing, in the order of the form: `2, standing`. */
export function smallWords(fields: readonly SmallField[], values: SmallValues, language: string, t: Translate): string {
  const said = fields.flatMap((small) => {
    const value = values[small.name]
    return value === undefined ? [] : [smallKind(small).words(small, value, language, t)]
  })
  return said.join(', ')
}

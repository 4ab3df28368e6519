import type { AnswerItem } from '@whisker/api/answer-check.ts'
import type { OutputField } from '@whisker/api/fields.ts'
import { type DraftValue, isEmpty, type WorkerKind } from '../kinds/kind.ts'
import { kindOf } from '../kinds/kinds.ts'
import type { DraftItem } from '../storage/draft.ts'

export function emptyItems(count: number): DraftItem[] {
  return Array.from({ length: count }, () => ({}))
}

/** The same items with one value changed. An emptied field is left out, so that "nothing typed" is `{}`. */
export function withValue(items: readonly DraftItem[], index: number, name: string, value: DraftValue): DraftItem[] {
  return items.map((item, i) => {
    if (i !== index) return item
    const { [name]: _before, ...rest } = item
    return isEmpty(value) ? rest : { ...rest, [name]: value }
  })
}

/** True when nothing has been typed or chosen. */
export function isUntouched(items: readonly DraftItem[] | undefined): boolean {
  return !items?.some((item) => Object.keys(item).length > 0)
}

/** What stands in the forms, for a person who reads numbers in another language from now on: they stay the same numbers. */
export function inLanguage(
  items: readonly DraftItem[],
  fields: readonly OutputField[],
  from: string,
  to: string,
): DraftItem[] {
  return items.map((item) => ({
    ...item,
    ...byKind(fields, item, (kind, value, field) =>
      kind.fromAnswer(kind.toAnswer(value, from, field) ?? value, to, field),
    ),
  }))
}

/** How many items have all their required fields filled. */
export function completeCount(fields: readonly OutputField[], items: readonly DraftItem[]): number {
  return items.filter((item) => fields.every((field) => !field.required || !kindOf(field).isBlank(item[field.name])))
    .length
}

/**
 * What to send, ready for `checkAnswer`. What was typed in a field that the form has no more is left out. A text that is no number stays a text, which the check then refuses.
 * @param language of the person: it decides whether 1,234 is a thousand or a bit more than one.
 */
export function toAnswer(fields: readonly OutputField[], items: readonly DraftItem[], language: string) {
  return items.map((item) => byKind(fields, item, (kind, value, field) => kind.toAnswer(value, language, field)))
}

/**
 * The other way round, for an answer that comes back to be changed: as the person writes numbers, so that {@link toAnswer}
 * gives the same answer again. Without a language, as every language reads them.
 */
export function fromAnswer(
  fields: readonly OutputField[],
  answer: readonly AnswerItem[],
  language?: string,
): DraftItem[] {
  return answer.map((item) => byKind(fields, item, (kind, value, field) => kind.fromAnswer(value, language, field)))
}

/** What an item has in the fields of the form, each changed as its kind does. */
function byKind<T>(
  fields: readonly OutputField[],
  item: DraftItem,
  change: (kind: WorkerKind, value: DraftValue, field: OutputField) => T,
): Record<string, T> {
  const known = fields.filter(({ name }) => Object.hasOwn(item, name))
  return Object.fromEntries(known.map((field) => [field.name, change(kindOf(field), item[field.name]!, field)]))
}

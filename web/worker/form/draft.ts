import type { AnswerItem } from '@whisker/api/answers.ts'
import type { OutputField } from '@whisker/api/fields.ts'
import { withoutUnknown } from '@whisker/api/form-change.ts'
import { formatNumber, readNumber } from './number.ts'

/** What stands in one field of the form: a number stays the text that was typed until it is sent. */
export type DraftValue = string | number | string[]
export type DraftItem = Record<string, DraftValue>

/** What a person has begun to answer, with all that is needed to send it later. `id` is the assignment's. */
export type Draft = {
  id: string
  token: string
  projectId: number
  version: number
  personId: string
  items: DraftItem[]
  /** When it was last touched, ms since 1970. */
  at: number
}

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

export function isEmpty(value: DraftValue | undefined): boolean {
  return value === undefined || value === '' || (Array.isArray(value) && value.length === 0)
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
  return items.map((item) => {
    const changed = fields.flatMap(({ name, type }) => {
      const text = item[name]
      const value = type === 'number' && typeof text === 'string' ? readNumber(text, from) : null
      return value === null ? [] : [[name, formatNumber(value, to)] as const]
    })
    return { ...item, ...Object.fromEntries(changed) }
  })
}

/** How many items have all their required fields filled. */
export function completeCount(fields: readonly OutputField[], items: readonly DraftItem[]): number {
  return items.filter((item) => fields.every((field) => !field.required || !isBlank(item[field.name]))).length
}

function isBlank(value: DraftValue | undefined): boolean {
  return isEmpty(value) || (typeof value === 'string' && value.trim() === '')
}

/**
 * What to send, ready for `checkAnswer`. What was typed in a field that the form has no more is left out. A text that is no number stays a text, which the check then refuses.
 * @param language of the person: it decides whether 1,234 is a thousand or a bit more than one.
 */
export function toAnswer(fields: readonly OutputField[], items: readonly DraftItem[], language: string) {
  return items.map((item) => {
    const answer: Record<string, unknown> = withoutUnknown(fields, item)
    for (const field of fields) {
      const value = item[field.name]
      if (field.type !== 'number' || typeof value !== 'string') continue
      answer[field.name] = value.trim() === '' ? undefined : (readNumber(value, language) ?? value)
    }
    return answer
  })
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
  return answer.map((item) => {
    const draft: DraftItem = withoutUnknown(fields, item)
    for (const { name, type } of fields) {
      const value = draft[name]
      if (type === 'number' && typeof value === 'number') draft[name] = formatNumber(value, language)
    }
    return draft
  })
}

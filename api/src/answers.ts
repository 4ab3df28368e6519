import type { FieldValue, InputField, OutputField } from './fields.ts'
import { count } from './kinds/count.ts'
import type { About, AskedItem, Kind } from './kinds/kind.ts'
import { kindOf } from './kinds/kinds.ts'
import type { FieldProblem } from './problem.ts'

// No zod here: the worker's page imports this file, and must stay light.

export type AnswerItem = Record<string, FieldValue>
export type CheckedAnswer = { ok: true; answer: AnswerItem[] } | { ok: false; errors: FieldProblem[] }

/** What a check may know besides the form. What is asked about, item by item, is unknown to some: then only the rest is checked. */
export type AnswerAbout = Omit<About, 'item'> & { asked?: readonly AskedItem[] | undefined }

/** Whether the check of an answer needs what is asked about. */
export function needsItems(fields: readonly OutputField[]): boolean {
  return fields.some((field) => kindOf(field).placesIn !== undefined)
}

/**
 * Checks a worker's answer, one object an item, against the output fields.
 *
 * Texts are trimmed; empty texts, `null` and lists without choices mean "no answer" and are left out of the result, so that
 * an optional field is either there with a value or not there at all. A list without boxes is an answer: there is nothing. Pointers are relative to `/answer`.
 */
export function checkAnswer(
  fields: readonly OutputField[],
  itemCount: number,
  answer: readonly Record<string, unknown>[],
  { asked, ...about }: AnswerAbout = {},
): CheckedAnswer {
  const errors: FieldProblem[] = []
  if (answer.length !== itemCount) {
    const detail = `The task has ${count(itemCount, 'item')} and the answer ${answer.length}. Send one object for each item.`
    return { ok: false, errors: [{ pointer: '/answer', code: 'wrong_length', detail }] }
  }
  const checked = answer.map((item, index) => {
    const values: AnswerItem = {}
    for (const name of Object.keys(item)) {
      if (fields.some((field) => field.name === name)) continue
      const known = fields.map((field) => field.name).join(', ')
      errors.push(problem(index, name, 'unknown_field', `The form has no field "${name}". It has: ${known}.`))
    }
    for (const field of fields) {
      const kind = kindOf(field)
      const value = present(kind, Object.hasOwn(item, field.name) ? item[field.name] : undefined)
      if (value === undefined) {
        if (field.required) errors.push(problem(index, field.name, 'required', `"${title(field)}" needs an answer.`))
        continue
      }
      const meant = kind.meant ? kind.meant(field, value) : value
      const fault = kind.check(field, meant, { ...about, item: asked?.[index] })
      if (fault) errors.push(problem(index, field.name, fault.code, fault.detail, fault.at))
      else values[field.name] = meant as FieldValue
    }
    return values
  })
  return errors.length > 0 ? { ok: false, errors } : { ok: true, answer: checked }
}

function present({ saysNothing }: Kind, value: unknown): unknown {
  if (value === null || value === undefined) return undefined
  if (typeof value === 'string') return value.trim() === '' ? undefined : value.trim()
  if (Array.isArray(value) && value.length === 0 && !saysNothing) return undefined
  return value
}

function problem(index: number, name: string, code: string, detail: string, at = ''): FieldProblem {
  return { pointer: `/answer/${index}/${escapePointer(name)}${at}`, code, detail }
}

/** RFC 6901: `~` and `/` inside a name. */
export function escapePointer(name: string): string {
  return name.replaceAll('~', '~0').replaceAll('/', '~1')
}

/** What a person calls the field. */
export function title(field: InputField | OutputField): string {
  return field.label || field.name
}

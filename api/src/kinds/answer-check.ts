import { escapePointer, title } from '../field-names.ts'
import type { FieldProblem } from '../problem.ts'
import { count } from './count.ts'
import type { About, AskedItem, FieldKind, Kind } from './kind.ts'
import type { FieldValue, OutputField } from './schema/output-field.ts'

// No zod here: the worker's page imports this file, and must stay light. Nor all kinds: that page has only those of its forms.

export type AnswerItem = Record<string, FieldValue>
export type CheckedAnswer = { ok: true; answer: AnswerItem[] } | { ok: false; errors: FieldProblem[] }

/** What a check may know besides the form. What is asked about, item by item, is unknown to some: then only the rest is checked. */
export type AnswerAbout = Omit<About, 'item'> & { asked?: readonly AskedItem[] | undefined }

type KindOf = (field: { type: FieldKind }) => Pick<Kind, 'saysNothing' | 'meant' | 'check' | 'arranged'>

/**
 * How a worker's answer is checked, one object an item, against the output fields, by whoever knows their kinds.
 *
 * Texts are trimmed; empty texts, `null` and lists without choices mean "no answer" and are left out of the result, so that
 * an optional field is either there with a value or not there at all. A list without boxes is an answer: there is nothing. Pointers are relative to `/answer`.
 */
export function answerCheck(kindOf: KindOf) {
  return (
    fields: readonly OutputField[],
    itemCount: number,
    answer: readonly Record<string, unknown>[],
    { asked, ...about }: AnswerAbout = {},
  ): CheckedAnswer => {
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
        const known = { ...about, item: asked?.[index] }
        const meant = kind.meant ? kind.meant(field, value, known) : value
        const fault = kind.check(field, meant, known)
        if (fault) errors.push(problem(index, field.name, fault.code, fault.detail, fault.at))
        else values[field.name] = kind.arranged?.(meant as FieldValue) ?? (meant as FieldValue)
      }
      return values
    })
    return errors.length > 0 ? { ok: false, errors } : { ok: true, answer: checked }
  }
}

function present({ saysNothing }: ReturnType<KindOf>, value: unknown): unknown {
  if (value === null || value === undefined) return undefined
  if (typeof value === 'string') return value.trim() === '' ? undefined : value.trim()
  if (Array.isArray(value) && value.length === 0 && !saysNothing) return undefined
  return value
}

function problem(index: number, name: string, code: string, detail: string, at = ''): FieldProblem {
  return { pointer: `/answer/${index}/${escapePointer(name)}${at}`, code, detail }
}

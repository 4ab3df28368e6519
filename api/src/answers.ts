import { displayForm } from './display-form.ts'
import type { FieldValue, InputField, OutputField } from './fields.ts'
import type { FieldProblem } from './problem.ts'

// No zod here: the worker's page imports this file, and must stay light.

export type AnswerItem = Record<string, FieldValue>
export type CheckedAnswer = { ok: true; answer: AnswerItem[] } | { ok: false; errors: FieldProblem[] }

/** Decides whether a text matches a requester's pattern; the server gives one that runs in linear time (RE2). */
export type PatternMatch = (pattern: string, value: string) => boolean

/**
 * Checks a worker's answer, one object an item, against the output fields.
 *
 * Texts are trimmed; empty texts, `null` and empty selections mean "no answer" and are left out of the result, so that
 * an optional field is either there with a value or not there at all. Pointers are relative to `/answer`.
 */
export function checkAnswer(
  fields: readonly OutputField[],
  itemCount: number,
  answer: readonly Record<string, unknown>[],
  matches?: PatternMatch,
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
      const value = present(Object.hasOwn(item, field.name) ? item[field.name] : undefined)
      if (value === undefined) {
        if (field.required) errors.push(problem(index, field.name, 'required', `"${title(field)}" needs an answer.`))
        continue
      }
      const meant = asOptions(field, value)
      const fault = checkValue(field, meant, matches)
      if (fault) errors.push(problem(index, field.name, fault.code, fault.detail))
      else values[field.name] = meant as FieldValue
    }
    return values
  })
  return errors.length > 0 ? { ok: false, errors } : { ok: true, answer: checked }
}

function present(value: unknown): unknown {
  if (value === null || value === undefined) return undefined
  if (typeof value === 'string') return value.trim() === '' ? undefined : value.trim()
  if (Array.isArray(value) && value.length === 0) return undefined
  return value
}

/** Options as the form has them, however the spaces around them and their Unicode form were sent. */
function asOptions(field: OutputField, value: unknown): unknown {
  if (!('options' in field)) return value
  const { options } = field
  const meant = (sent: unknown) => {
    if (typeof sent !== 'string' || options.some((option) => option.value === sent)) return sent
    const form = displayForm(sent)
    return options.find((option) => displayForm(option.value) === form)?.value ?? sent
  }
  return Array.isArray(value) ? value.map(meant) : meant(value)
}

type Fault = { code: string; detail: string }

function checkValue(field: OutputField, value: unknown, matches?: PatternMatch): Fault | null {
  switch (field.type) {
    case 'input':
    case 'textarea':
      return checkText(field, value, matches)
    case 'number':
      return checkNumber(field, value)
    case 'rating':
      return typeof value === 'number' && Number.isInteger(value) && value >= 1 && value <= field.max
        ? null
        : { code: 'out_of_range', detail: `must be a whole number from 1 to ${field.max}.` }
    case 'select':
    case 'radio':
      return field.options.some((option) => option.value === value)
        ? null
        : { code: 'unknown_option', detail: `must be one of: ${field.options.map((o) => o.value).join(', ')}.` }
    case 'checkbox':
      return checkChoices(field, value)
  }
}

const defaultMaxLength = { input: 1000, textarea: 10_000 } as const

function checkText(
  field: OutputField & { type: 'input' | 'textarea' },
  value: unknown,
  matches?: PatternMatch,
): Fault | null {
  if (typeof value !== 'string') return { code: 'wrong_type', detail: 'must be a text.' }
  if (!value.isWellFormed() || value.includes('\0'))
    return { code: 'invalid_text', detail: 'must not contain NUL characters or broken Unicode.' }
  const length = [...value].length
  const max = field.max_length ?? defaultMaxLength[field.type]
  if (length > max)
    return { code: 'too_long', detail: `must be at most ${count(max, 'character')} long; it has ${length}.` }
  if (length < (field.min_length ?? 0))
    return { code: 'too_short', detail: `must be at least ${count(field.min_length ?? 0, 'character')} long.` }
  if (field.type === 'input' && field.pattern !== undefined && matches && !matches(field.pattern, value))
    return { code: 'pattern', detail: field.help || `must match the pattern ${field.pattern}.` }
  return null
}

function checkNumber(field: OutputField & { type: 'number' }, value: unknown): Fault | null {
  if (typeof value !== 'number' || !Number.isFinite(value)) return { code: 'wrong_type', detail: 'must be a number.' }
  if (Number.isInteger(value) && !Number.isSafeInteger(value))
    return { code: 'out_of_range', detail: 'has more digits than can be kept exactly.' }
  if (field.min !== undefined && value < field.min)
    return { code: 'out_of_range', detail: `must be at least ${field.min}.` }
  if (field.max !== undefined && value > field.max)
    return { code: 'out_of_range', detail: `must be at most ${field.max}.` }
  if (field.step !== undefined) {
    const steps = (value - (field.min ?? 0)) / field.step
    // 0.3 / 0.1 is 2.9999999999999996: compare with the rounding error that doubles bring.
    if (Math.abs(steps - Math.round(steps)) > 1e-9 * Math.max(1, Math.abs(steps)))
      return { code: 'out_of_range', detail: `must be in steps of ${field.step}.` }
  }
  return null
}

function checkChoices(field: OutputField & { type: 'checkbox' }, value: unknown): Fault | null {
  if (!Array.isArray(value)) return { code: 'wrong_type', detail: 'must be a list of chosen values.' }
  if (new Set(value).size !== value.length) return { code: 'duplicate', detail: 'names a choice twice.' }
  for (const choice of value) {
    if (!field.options.some((option) => option.value === choice))
      return { code: 'unknown_option', detail: `must be among: ${field.options.map((o) => o.value).join(', ')}.` }
  }
  if (value.length < (field.min_count ?? 0))
    return { code: 'too_few', detail: `needs at least ${count(field.min_count ?? 0, 'choice')}.` }
  if (value.length > (field.max_count ?? field.options.length))
    return { code: 'too_many', detail: `takes at most ${count(field.max_count ?? 0, 'choice')}.` }
  return null
}

function problem(index: number, name: string, code: string, detail: string): FieldProblem {
  return { pointer: `/answer/${index}/${escapePointer(name)}`, code, detail }
}

/** RFC 6901: `~` and `/` inside a name. */
export function escapePointer(name: string): string {
  return name.replaceAll('~', '~0').replaceAll('/', '~1')
}

/** What a person calls the field. */
export function title(field: InputField | OutputField): string {
  return field.label || field.name
}

function count(n: number, noun: string): string {
  return `${n} ${noun}${n === 1 ? '' : 's'}`
}

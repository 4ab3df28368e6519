import type { AnswerAbout, AnswerItem, CheckedAnswer } from './answer-check.ts'
import { checkAnswer } from './answers.ts'
import type { InputField, OutputField } from './fields.ts'
import { kindOf } from './kinds/kinds.ts'

// No zod here: the worker's page imports this file, and must stay light.

/**
 * The one rule for what an answer in an older form is worth in a newer one: what is said in fields that the newer form has
 * no more, or in small fields of its rows and objects, is left out of account, and the rest must pass its check as if it were given today. So an answer stays when an
 * option was added, and does not when its option was removed, when a field is required that it does not have, or when a
 * field of the same name is of another type or has narrower limits.
 *
 * @returns the answer as the newer form takes it, or what speaks against it.
 */
export function fitAnswer(
  fields: readonly OutputField[],
  itemCount: number,
  answer: readonly Record<string, unknown>[],
  about: AnswerAbout = {},
): CheckedAnswer {
  return checkAnswer(
    fields,
    itemCount,
    answer.map((item) => asAsked(fields, item)),
    about,
  )
}

/** An item's values as far as a form asks for them, in their parts, too: what is said of an object, or in a row. */
function asAsked(fields: readonly OutputField[], item: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const known = withoutUnknown(fields, item)
  for (const field of fields) {
    const { withoutUnknown: within } = kindOf(field)
    if (within && Object.hasOwn(known, field.name)) known[field.name] = within(field, known[field.name])
  }
  return known
}

/** An item's values in the fields that a form has. */
export function withoutUnknown<T>(
  fields: readonly OutputField[],
  item: Readonly<Record<string, T>>,
): Record<string, T> {
  const known = fields.filter(({ name }) => Object.hasOwn(item, name))
  return Object.fromEntries(known.map(({ name }) => [name, item[name] as T]))
}

/**
 * Whether two forms take the same answers: what differs is at most for the eye (labels, help, the order of fields and
 * options). Such a change reaches everybody at once.
 */
export function takesSameAnswers(before: readonly OutputField[], after: readonly OutputField[]): boolean {
  return before.length === after.length && print(before.map(meaning)) === print(after.map(meaning))
}

const print = (meanings: Record<string, unknown>[]) =>
  JSON.stringify(meanings.sort((a, b) => (String(a.name) < String(b.name) ? -1 : 1)))

/** What of a field decides about answers, in one order of keys. */
function meaning(field: OutputField): Record<string, unknown> {
  const { label: _, help: __, ...rules } = field
  const entries = Object.entries(rules).filter(([, value]) => value !== undefined)
  const plain = entries.map(([key, value]) => [key, plainly(key, value)] as const)
  return Object.fromEntries(plain.sort(([a], [b]) => (a < b ? -1 : 1)))
}

/** Options by what they stand for; of fields in a row, or said of an object, what decides, too. */
function plainly(key: string, value: unknown): unknown {
  if (key === 'options') return optionValues(value)
  return key === 'fields' || key === 'attributes' ? (value as OutputField[]).map(meaning) : value
}

function optionValues(options: unknown): string[] {
  return (options as { value: string }[]).map(({ value }) => value).sort()
}

/**
 * Whether a task that was sent for the older inputs can be shown by the newer ones: each value that it has is still shown,
 * and what is new need not be there. Else the task keeps its form: a person would look at nothing.
 */
export function showsSameItems(before: readonly InputField[], after: readonly InputField[]): boolean {
  const old = new Map(before.map((field) => [field.name, field]))
  const kept = after.filter(({ name, type }) => old.get(name)?.type === type)
  return kept.length === before.length && after.every((field) => old.has(field.name) || !field.required)
}

type Form = { input_spec: readonly InputField[]; output_spec: readonly OutputField[] }

/**
 * The form in which a requester speaks of a task, when they correct its result or say what is right: that of today, as people
 * are asked in it and as the requester knows it, whatever form the task was answered in. A task that the newer inputs do not
 * show keeps its own.
 */
export function spokenForm<F extends Form>(own: F, newest: F): F {
  return showsSameItems(own.input_spec, newest.input_spec) ? newest : own
}

/** What somebody said, as far as a form can show it: for a draft or an answer that goes over to a newer form. */
export function carryOver(fields: readonly OutputField[], item: AnswerItem): AnswerItem {
  const asked = asAsked(fields, item) as AnswerItem
  const fits = fields.filter((field) => {
    const alone = { ...field, required: false } as OutputField
    return Object.hasOwn(asked, field.name) && checkAnswer([alone], 1, [{ [field.name]: asked[field.name] }]).ok
  })
  return Object.fromEntries(fits.map(({ name }) => [name, asked[name] as AnswerItem[string]]))
}

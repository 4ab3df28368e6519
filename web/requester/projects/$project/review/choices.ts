import { type AnswerItem, checkAnswer } from '@whisker/api/answers.ts'
import type { FieldValue, OutputField } from '@whisker/api/fields.ts'
import { carryOver } from '@whisker/api/form-change.ts'
import type { FieldResult, Task } from '@whisker/api/tasks.ts'

/** One value to be decided: a field of an item. */
export type Spot = { item: number; field: OutputField }

export function spotsOf(form: readonly OutputField[], task: Task): Spot[] {
  return task.task_spec.flatMap((_, item) => form.map((field) => ({ item, field })))
}

/** What the answers made of each item, as far as the form has it: where a reviewer begins. */
export function opinionOf(form: readonly OutputField[], task: Task): AnswerItem[] {
  return task.task_spec.map((_, item) =>
    carryOver(
      form,
      Object.fromEntries(
        Object.entries(task.result?.[item] ?? {}).flatMap(([name, { value }]) =>
          value === null ? [] : [[name, value]],
        ),
      ),
    ),
  )
}

export type Choice = { value: FieldValue; label: string; votes: number }

/** As many as there are digits on a keyboard. */
const most = 9

/**
 * What a digit can choose: what people answered and the form takes, the most frequent first, then the options that nobody
 * chose. What they answered in an older form may be no choice of today. Where a field takes several, each is chosen by itself.
 */
export function choicesOf(field: OutputField, result: FieldResult | undefined): Choice[] {
  const options = 'options' in field ? field.options : []
  const labelOf = (value: FieldValue) => options.find((option) => option.value === value)?.label || String(value)
  const votes = (result?.votes ?? []).flatMap(({ value, count }) => {
    const each = field.type === 'checkbox' && Array.isArray(value) ? value : [value]
    return each.flatMap((one) => (one === null || !takes(field, one) ? [] : [{ value: one, votes: count }]))
  })
  const counts = new Map<FieldValue, number>()
  for (const { value, votes: count } of votes) counts.set(value, (counts.get(value) ?? 0) + count)
  const voted = [...counts].map(([value, votes]) => ({ value, votes })).toSorted((a, b) => b.votes - a.votes)
  const others = options.flatMap(({ value }) => (counts.has(value) ? [] : [{ value, votes: 0 }]))
  return [...voted, ...others].slice(0, most).map((choice) => ({ ...choice, label: labelOf(choice.value) }))
}

function takes(field: OutputField, value: FieldValue): boolean {
  const whole = field.type === 'checkbox' ? { ...field, min_count: 0, max_count: undefined } : field
  return checkAnswer([whole], 1, [{ [field.name]: choose(whole, undefined, value) }]).ok
}

/** The value of a field after a choice: one more or one less of several, in the order of the form; else the choice itself. */
export function choose(field: OutputField, value: FieldValue | undefined, choice: FieldValue): FieldValue {
  if (field.type !== 'checkbox') return choice
  const chosen = Array.isArray(value) ? value : []
  if (chosen.includes(choice as string)) return chosen.filter((one) => one !== choice)
  const all = [...chosen, choice as string]
  const known = field.options.flatMap(({ value }) => (all.includes(value) ? [value] : []))
  return known.length === all.length ? known : all
}

export function isChosen(value: FieldValue | undefined, choice: FieldValue): boolean {
  return Array.isArray(value) ? value.includes(choice as string) : value === choice
}

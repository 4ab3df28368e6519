import type { AnswerItem } from '@whisker/api/answers.ts'
import type { FieldValue, OutputField } from '@whisker/api/fields.ts'
import type { FieldResult, Task } from '@whisker/api/tasks.ts'

/** One value to be decided: a field of an item. */
export type Spot = { item: number; field: OutputField }

export function spotsOf(form: readonly OutputField[], task: Task): Spot[] {
  return task.task_spec.flatMap((_, item) => form.map((field) => ({ item, field })))
}

/** What the answers made of each item: where a reviewer begins. */
export function opinionOf(task: Task): AnswerItem[] {
  return task.task_spec.map((_, item) =>
    Object.fromEntries(
      Object.entries(task.result?.[item] ?? {}).flatMap(([name, { value }]) => (value === null ? [] : [[name, value]])),
    ),
  )
}

export type Choice = { value: FieldValue; label: string; votes: number }

/** As many as there are digits on a keyboard. */
const most = 9

/** What a digit can choose: what people answered, the most frequent first, then the options that nobody chose. */
export function choicesOf(field: OutputField, result: FieldResult | undefined): Choice[] {
  const options = 'options' in field ? field.options : []
  const labelOf = (value: string) => options.find((option) => option.value === value)?.label || value
  const voted = (result?.votes ?? [])
    .toSorted((a, b) => b.count - a.count)
    .flatMap(({ value, count }) => (value === null ? [] : [{ value, votes: count }]))
  const others =
    field.type === 'select' || field.type === 'radio'
      ? options.flatMap(({ value }) => (voted.some((vote) => vote.value === value) ? [] : [{ value, votes: 0 }]))
      : []
  return [...voted, ...others].slice(0, most).map(({ value, votes }) => ({
    value,
    votes,
    label: Array.isArray(value) ? value.map(labelOf).join(', ') || 'none' : labelOf(String(value)),
  }))
}

export function isSame(a: FieldValue | undefined, b: FieldValue): boolean {
  return JSON.stringify(a) === JSON.stringify(b)
}

import type { AnswerItem } from '@whisker/api/answer-check.ts'
import type { FieldResult } from '@whisker/api/field-result.ts'
import type { FieldValue, OutputField } from '@whisker/api/fields.ts'
import { carryOver } from '@whisker/api/form-change.ts'
import type { Task } from '@whisker/api/tasks.ts'
import { kindOf } from '../../../kinds/kinds.ts'
import { formatValue } from '../values.ts'

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
const maxChoices = 9

/**
 * What a digit can choose: what people answered and the form takes, the most frequent first, then the options that nobody
 * chose. What they answered in an older form may be no choice of today. Where a field takes several, each is chosen by itself.
 */
export function choicesOf(field: OutputField, result: FieldResult | undefined): Choice[] {
  const { options, review } = kindOf(field)
  const known = options(field)
  const labelOf = (value: FieldValue) =>
    known.find((option) => option.value === value)?.label || formatValue(value, field)
  const counts = new Map<FieldValue, number>()
  for (const { value, count } of result?.votes ?? [])
    for (const choice of value === null ? [] : review.choicesOf(value))
      if (review.takes(field, choice)) counts.set(choice, (counts.get(choice) ?? 0) + count)
  const voted = [...counts].map(([value, votes]) => ({ value, votes })).toSorted((a, b) => b.votes - a.votes)
  const others = known.flatMap(({ value }) => (counts.has(value) ? [] : [{ value, votes: 0 }]))
  return [...voted, ...others].slice(0, maxChoices).map((choice) => ({ ...choice, label: labelOf(choice.value) }))
}

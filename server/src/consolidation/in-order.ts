import type { FieldValue } from '@whisker/api/fields.ts'
import type { ConsolidatedField } from './field.ts'
import type { ItemAnswers } from './field-model.ts'
import type { Kind } from './kinds/kind.ts'

/** The answers by their values, "no answer" last, then by their workers. Each in the order of its own that its kind has. */
export function inOrder(
  { workers, values }: ItemAnswers,
  field: ConsolidatedField,
  { asGiven, inFormOrder }: Pick<Kind, 'asGiven' | 'inFormOrder'>,
): { workers: number[]; values: (FieldValue | null)[] } {
  const given = values.map((value): FieldValue | null => {
    const own = asGiven(value)
    return own !== null && inFormOrder ? inFormOrder(field, own) : own
  })
  const keys = given.map((value) => (value === null ? null : typeof value === 'string' ? value : JSON.stringify(value)))
  const order = [...given.keys()].sort((a, b) => compare(keys[a]!, keys[b]!) || workers[a]! - workers[b]!)
  return { workers: order.map((i) => workers[i]!), values: order.map((i) => given[i]!) }
}

function compare(a: string | null, b: string | null): number {
  if (a === b) return 0
  if (a === null || b === null) return a === null ? 1 : -1
  return a < b ? -1 : 1
}

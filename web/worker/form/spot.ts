import type { OutputField } from '@whisker/api/fields.ts'
import { type DraftItem, type DraftValue, isEmpty } from './draft.ts'

/** One field of one item. */
export type Spot = { item: number; field: number }

/** The first field that still needs an answer, from `from` on and then from the beginning; null when none does. */
export function nextOpen(fields: readonly OutputField[], items: readonly DraftItem[], from: Spot | null): Spot | null {
  const all = items.flatMap((_, item) => fields.map((_, field) => ({ item, field })))
  const start = from === null ? 0 : from.item * fields.length + from.field + 1
  const inTurn = [...all.slice(start), ...all.slice(0, start)]
  return inTurn.find((spot) => fields[spot.field]?.required && isEmpty(valueAt(fields, items, spot))) ?? null
}

export function valueAt(
  fields: readonly OutputField[],
  items: readonly DraftItem[],
  spot: Spot,
): DraftValue | undefined {
  return items[spot.item]?.[fields[spot.field]?.name ?? '']
}

/** The number of choices that keys can reach. */
export function choiceCount(field: OutputField | undefined): number {
  if (field?.type === 'rating') return field.max
  return field && 'options' in field ? field.options.length : 0
}

/** The value of a field after its n-th choice was taken: the same again takes it back, if it may be left out. */
export function chosen(field: OutputField, before: DraftValue | undefined, index: number): DraftValue {
  if (field.type === 'checkbox') {
    const list = Array.isArray(before) ? before : []
    const value = field.options[index]?.value ?? ''
    const taken = list.includes(value) ? list.filter((one) => one !== value) : [...list, value]
    // In the order of the form: two people who choose the same give the same answer.
    return field.options.map((option) => option.value).filter((one) => taken.includes(one))
  }
  const value = field.type === 'rating' ? index + 1 : 'options' in field ? (field.options[index]?.value ?? '') : ''
  return value === before && !field.required ? '' : value
}

/** True when choosing is all there is to do: one item, one field, and that is needed. */
export function isOnlyChoice(fields: readonly OutputField[], itemCount: number): boolean {
  const [field] = fields
  const single = field?.type === 'radio' || field?.type === 'rating'
  return fields.length === 1 && itemCount === 1 && single && field.required
}

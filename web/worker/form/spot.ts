import type { OutputField } from '@whisker/api/fields.ts'
import { type DraftValue, isEmpty } from '../kinds/kind.ts'
import { kindOf } from '../kinds/kinds.ts'
import type { DraftItem } from '../storage/draft.ts'

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
  return (field && kindOf(field).choices?.count(field)) ?? 0
}

/** True when choosing is all there is to do: one item, one field, and that is needed. */
export function isOnlyChoice(fields: readonly OutputField[], itemCount: number): boolean {
  const [field] = fields
  if (!field?.required || fields.length !== 1 || itemCount !== 1) return false
  return kindOf(field).choices?.after === 'sends'
}

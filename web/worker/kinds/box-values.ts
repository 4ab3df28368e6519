import type { Box } from '@whisker/api/kinds/schema/boxes.ts'
import type { DraftValue } from './kind.ts'

/** undefined: nothing has been said. */
export function boxesOf(value: DraftValue | undefined): Box[] | undefined {
  return Array.isArray(value) && value.every((one) => typeof one === 'object') ? (value as Box[]) : undefined
}

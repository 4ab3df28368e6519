import type { EverydayKind } from '@whisker/api/kinds/everyday.ts'
import type { FieldKind, FieldOf } from '@whisker/api/kinds/kind.ts'
import { checkbox } from './checkbox.tsx'
import { date } from './date.tsx'
import { input } from './input.tsx'
import type { WorkerKind } from './kind.ts'
import { number } from './number.tsx'
import { radio } from './radio.tsx'
import { rating } from './rating.tsx'
import { select } from './select.tsx'
import { textarea } from './textarea.tsx'

type Everyday = { [K in EverydayKind]: WorkerKind<FieldOf<K>> }

/** Every kind that is there from the start. One that is missing here does not compile; the others are in `later-kinds.ts`. */
export const everyday: Everyday = { checkbox, date, input, number, radio, rating, select, textarea }

/** What the page knows of the kind of a field that stands in a row. */
export function smallKind<F extends { type: FieldKind }>({ type }: F): WorkerKind {
  // Each stands under its own name: the two belong together, which types cannot follow.
  return everyday[type as EverydayKind] as unknown as WorkerKind
}

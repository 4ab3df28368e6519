import type { FieldValue } from '@whisker/api/fields.ts'
import type { ModelledField } from './field.ts'
import type { Expected, FieldFit } from './field-fit.ts'
import { kindOf } from './kinds/kinds.ts'
import type { Naming } from './naming.ts'

export type FieldCollector = {
  /** Items in order: `item` never below the one before. `truth`: what is right, where that is known; it measures the workers. */
  add(item: number, worker: number, value: FieldValue | null | undefined, truth?: FieldValue): void
  fit(workers: number, naming: Naming): FieldFit
}

/**
 * Collects the answers to one field as they stream in, and fits its model. Choices and ticks take 3 to 5 bytes an answer (and
 * option), texts 8 and one copy of each; numbers are kept as they are.
 */
export function collectField(versions: readonly ModelledField[], expected: Expected): FieldCollector {
  const gold = new Map<number, FieldValue>()
  const collector = kindOf(versions[0]!).collect(versions, expected)
  return {
    add(item, worker, value, truth) {
      if (truth !== undefined) gold.set(item, truth)
      collector.add(item, worker, value)
    },
    fit: (workers, naming) => collector.fit(workers, naming, gold),
  }
}

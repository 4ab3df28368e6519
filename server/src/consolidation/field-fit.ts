import type { FieldValue } from '@whisker/api/fields.ts'
import type { Bits } from './bits.ts'
import type { FieldModel } from './field-model.ts'
import type { Naming } from './naming.ts'
import type { SynonymSuggestion } from './suggest-synonyms.ts'

export type WorkerFit = { answered: number; accuracy: number; bits: Bits | null }

/** What a refit finds out about one field. */
export type FieldFit = {
  model: FieldModel
  method: 'hierarchical' | 'one-coin' | 'names' | 'median' | 'objects' | 'rows'
  answers: number
  /** Krippendorff's alpha; null where no item has two answers. */
  alpha: number | null
  workers: WorkerFit[]
  /** Texts: names that may mean the same, for the requester to approve. */
  suggestions: SynonymSuggestion[]
}

/** What is right, by item, where that is known. */
export type Gold = ReadonlyMap<number, FieldValue>

/** A collector of one kind, which is told what is right at the end. Items come in order. */
export type KindCollector = {
  add(item: number, worker: number, value: FieldValue | null | undefined): void
  fit(workers: number, naming: Naming, gold: Gold): FieldFit
}

export type Expected = { items: number; workers: number; answers: number }

export function peopleOf(accuracy: Float64Array, worker: ArrayLike<number>, workers: number): WorkerFit[] {
  const answered = countPer(worker, workers)
  return Array.from({ length: workers }, (_, w) => ({ answered: answered[w]!, accuracy: accuracy[w]!, bits: null }))
}

export function countPer(worker: ArrayLike<number>, workers: number): Int32Array {
  const counts = new Int32Array(workers)
  for (let i = 0; i < worker.length; i++) counts[worker[i]!]!++
  return counts
}

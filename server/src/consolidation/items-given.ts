import type { FieldValue } from '@whisker/api/fields.ts'

/** What was answered to one item, and by whom. */
export type ItemGiven<A> = { item: number; workers: number[]; answers: A[] }

/** Answers as they come, those to one item one after the other; "no answer" is left out. */
export function itemsGiven<A>(asGiven: (value: FieldValue | null | undefined) => A | null) {
  const items: ItemGiven<A>[] = []
  return {
    items,
    add(item: number, worker: number, value: FieldValue | null | undefined): void {
      const answer = asGiven(value)
      if (answer === null) return
      if (items.at(-1)?.item !== item) items.push({ item, workers: [], answers: [] })
      const { workers, answers } = items.at(-1)!
      workers.push(worker)
      answers.push(answer)
    },
  }
}

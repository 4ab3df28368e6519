import type { DraftValue } from '../kinds/kind.ts'

/** What stands in the form of one item, by the names of its fields. */
export type DraftItem = Record<string, DraftValue>

/** What a person has begun to answer, with all that is needed to send it later. `id` is the assignment's. */
export type Draft = {
  id: string
  token: string
  projectId: number
  version: number
  personId: string
  items: DraftItem[]
  /** When it was last touched, ms since 1970. */
  at: number
}

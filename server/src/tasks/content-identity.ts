import type { Warning } from '@whisker/api/assets.ts'
import type { Duplicates } from '@whisker/api/intake.ts'

export type { Duplicates }

type Sent = {
  assets: unknown[]
  references: string[]
  external_id?: string | undefined
  duplicates?: Duplicates | undefined
}

/** Ids that say only what the picture is: the CLI and the page give them. Two of them name one picture by two doors. */
const contentId = /^(sha256|picture):[0-9a-f]{64}$/

/** The id that the sender has chosen; null for none, and for one that only says what the picture is. */
export function ownId({ external_id }: Pick<Sent, 'external_id'>): string | null {
  return external_id === undefined || contentId.test(external_id) ? null : external_id
}

/**
 * Whether the sender wants a task whatever is there. Without a word about it, a picture is one task in its project, by
 * whatever way it comes; a text is not: "yes" may have been said by many people.
 */
export function keepsTwins({ assets, references, duplicates }: Sent): boolean {
  if (duplicates) return duplicates === 'keep'
  return assets.length + references.length === 0
}

/** Two ids that were chosen for one content are two things to their sender, unless they say otherwise. */
export function isKeptApart(task: Sent, otherId: string | null): boolean {
  if (task.duplicates === 'reuse' || otherId === null || contentId.test(otherId)) return false
  const own = ownId(task)
  return own !== null && own !== otherId
}

/** Told with a task whose picture another task has as well. */
export function twinWarning(twin: string | null): Warning[] {
  if (twin === null) return []
  const detail = `The task ${twin} has the same content. This one was made all the same: they have different external_ids, or \`duplicates\` is \`keep\`.`
  return [{ pointer: '/task_spec', code: 'duplicate_picture', detail }]
}

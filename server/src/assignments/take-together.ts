import type { Sql } from '../database/connect.ts'
import { type Claimed, claimTasks, type Matched } from './claim.ts'
import type { TaskContent } from './content.ts'
import { lookAhead } from './look-ahead.ts'
import type { RememberedForms } from './remembered-forms.ts'
import type { TakenTask, Wish } from './take.ts'
import type { Windows } from './windows.ts'

/** What a take gave; where it was joined, with what the tasks ask. */
export type Taken = { taken: (TakenTask & { content?: TaskContent })[]; has_gold: boolean }

/**
 * The ordinary takes of several workers. @returns null for each that is "not by me": the general statement (take.ts) answers it, which
 * alone may say that there is nothing, and alone gives tasks in a project with gold: whoever waits for another way there would be told
 * by the time of the reply.
 */
export async function takeTogether(
  sql: Sql,
  { windows, forms }: { windows: Windows; forms: RememberedForms },
  wishes: Wish[],
): Promise<(Taken | null)[]> {
  const byProject = Map.groupBy(
    wishes.filter(({ projectId }) => !windows.isGold(projectId)),
    ({ projectId }) => projectId,
  )
  if (byProject.size === 0) return wishes.map(() => null)
  const due = new Map([...byProject].filter(([projectId, asking]) => windows.of(projectId).isDue(asking)))
  const gold = due.size > 0 ? await lookAhead(sql, windows, due) : []
  for (const projectId of gold) windows.noteGold(projectId)
  const matched: Matched[] = []
  for (const wish of wishes) {
    if (windows.isGold(wish.projectId)) continue
    const entries = windows.of(wish.projectId).match(wish.workerId, wish.count)
    if (entries) matched.push({ wish, entries })
  }
  if (matched.length === 0) return wishes.map(() => null)
  const given = await claimTasks(sql, matched).catch((error: unknown) => {
    for (const { wish, entries } of matched) for (const entry of entries) windows.of(wish.projectId).giveBack(entry)
    throw error
  })
  const outcomes = new Map<Wish, Taken | null>()
  for (const [n, { wish, entries }] of matched.entries()) {
    const taken = given[n] as Claimed[]
    const ids = new Set(taken.map(({ task_id }) => task_id))
    const window = windows.of(wish.projectId)
    window.passed(wish.workerId, entries)
    forms.noteGiven(wish.projectId, wish.workerId, taken)
    for (const entry of entries) if (!ids.has(entry.id)) window.giveBack(entry)
    outcomes.set(wish, taken.length === 0 ? null : { taken, has_gold: false })
  }
  return wishes.map((wish) => outcomes.get(wish) ?? null)
}

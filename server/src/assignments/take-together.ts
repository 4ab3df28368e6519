import type { Sql } from '../database/connect.ts'
import { throwDice } from '../gold/mix.ts'
import { type Claimed, claimTasks, type Matched } from './claim.ts'
import type { TaskContent } from './content.ts'
import { lookAhead } from './look-ahead.ts'
import type { RememberedForms } from './remembered-forms.ts'
import type { TakenTask, Wish } from './take.ts'
import type { Entry } from './window.ts'
import type { Windows } from './windows.ts'

/** What a take gave; where it was joined, with what the tasks ask. */
export type Taken = { taken: (TakenTask & { content?: TaskContent })[]; has_gold: boolean }

/**
 * The ordinary takes of several workers. @returns null for each that is "not by me": the general statement (take.ts) answers it, which
 * alone may say that there is nothing.
 */
export async function takeTogether(
  sql: Sql,
  { windows, forms }: { windows: Windows; forms: RememberedForms },
  wishes: Wish[],
): Promise<(Taken | null)[]> {
  const byProject = Map.groupBy(wishes, ({ projectId }) => projectId)
  const due = new Map([...byProject].filter(([projectId, asking]) => windows.of(projectId).isDue(asking)))
  const gold = due.size > 0 ? await lookAhead(sql, windows, due) : []
  for (const projectId of gold) windows.noteGold(projectId)
  const matched: Matched[] = []
  for (const wish of wishes) {
    const entries = windows.of(wish.projectId).match(wish.workerId, wish.count)
    if (entries) matched.push({ wish, entries, dice: windows.isGold(wish.projectId) ? throwDice(wish.count) : null })
  }
  if (matched.length === 0) return wishes.map(() => null)
  const given = await claimTasks(sql, matched).catch((error: unknown) => {
    for (const { wish, entries } of matched) for (const entry of entries) windows.of(wish.projectId).giveBack(entry)
    throw error
  })
  const outcomes = new Map<Wish, Taken | null>()
  for (const [n, { wish, entries, dice }] of matched.entries()) {
    const taken = given[n] as Claimed[]
    const window = windows.of(wish.projectId)
    const asked = new Set(entries.map(({ id }) => id))
    const gold = taken.find(({ task_id }) => !asked.has(task_id))
    // It came in place of the last one, which stays where it was, for this worker too.
    const wanted = gold ? entries.slice(0, -1) : entries
    if (gold) window.keep(entries.at(-1) as Entry)
    const ids = new Set(taken.map(({ task_id }) => task_id))
    window.passed(wish.workerId, wanted)
    for (const entry of wanted) if (!ids.has(entry.id)) window.giveBack(entry)
    if (!dice) forms.noteGiven(wish.projectId, wish.workerId, taken)
    outcomes.set(wish, taken.length === 0 ? null : { taken, has_gold: Boolean(dice) })
  }
  return wishes.map((wish) => outcomes.get(wish) ?? null)
}

import type { Fragment, Queryable, Transaction } from '../database/connect.ts'
import { type Following, nobody } from './following.ts'

/* What a project still has to catch up with stands in its row, so that a loop of any server goes on after a crash. */

/** Where its tasks are on their way to the newest form; null when they are there. */
export const noteFollowing = (tx: Transaction, projectId: number, following: Following | null) => tx`
  update projects set following = ${following && (tx.json(following) as never)} where id = ${projectId}`

/** Part of a statement: tasks that came in with a version of before follow the newest one as well, from the first one on. */
export const followNewest = (sql: Queryable, projectId: number, version: number) => sql`
  update projects set following = jsonb_build_object('apply_to', coalesce(following ->> 'apply_to', 'unanswered'),
           'stage', 0, 'from', ${nobody}::text, 'since', null)
  where id = ${projectId} and version > ${version}`

/** Up to which gold task scores are made anew; null when all are. */
export const noteRescored = (tx: Transaction, projectId: number, from: string | null) => tx`
  update projects set rescore_from = ${from} where id = ${projectId}`

/**
 * A change of the overlap was applied: only of the values that were, as another change meanwhile keeps the mark.
 *
 * @param isLeft a condition: a task is still due
 */
export const noteOverlapApplied = (
  tx: Transaction,
  projectId: number,
  { min, max }: { min: number; max: number },
  isLeft: Fragment,
) => tx`
  update projects set overlap_pending = false
  where id = ${projectId} and min_answers = ${min} and max_answers = ${max} and not ${isLeft}`

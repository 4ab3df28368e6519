import type { takeAssignments } from '@whisker/api/assignments.ts'
import type { z } from 'zod'
import { answersLeft, heldBy } from '../answers/of-worker.ts'
import type { Sql } from '../database/connect.ts'
import { mayWork } from '../projects/may-work.ts'
import { isTrained } from '../workers/who-may-take.ts'
import { isSkilled, speaks } from '../workers/who-may-work.ts'

type Why = Omit<z.infer<typeof takeAssignments.response>, 'assignments'>

type Row = {
  status: string
  held: number
  others: boolean
  passed_over: boolean
  /** Null without a limit. */
  answers_left: number | null
  language: string
  speaks: boolean
  skilled: boolean
  trained: boolean
  paused_reason: string | null
  appeal: 'possible' | 'waiting' | null
  reply: string | null
}

/**
 * Why a worker was given nothing; null when the project is not theirs to work on, `untrained` when practice comes first.
 *
 * "None left" and "all held by others" are different to a person: one is the end, the other a pause. Looks at no more
 * than a hundred holds of others.
 */
export async function whyNothing(
  sql: Sql,
  projectId: number,
  workerId: string,
  maxHeld: number,
): Promise<Why | 'untrained' | null> {
  const [row] = await sql<Row[]>`
    select p.status, p.language,
           ${heldBy(sql, projectId, workerId)} as held,
           exists (
             select from (select task_id from assignments
                          where project_id = p.id and state = 'active' and worker_id <> ${workerId} limit 100) o
             where not exists (
               select from assignments mine
               where mine.project_id = p.id and mine.task_id = o.task_id and mine.worker_id = ${workerId}
                 and mine.state in ('active', 'submitted', 'skipped', 'late'))) as others,
           exists (
             select from (select task_id from passed_over where project_id = p.id limit 100) w
             where not exists (
               select from assignments mine
               where mine.project_id = p.id and mine.task_id = w.task_id and mine.worker_id = ${workerId}
                 and mine.state in ('active', 'submitted', 'skipped', 'late'))) as passed_over,
           (${answersLeft(sql, workerId)})::int as answers_left,
           ${speaks(sql, workerId)} as speaks, ${isSkilled(sql, workerId)} as skilled, ${isTrained(sql, workerId)} as trained,
           w.paused_reason, case when w.paused_at is null then null when open.id is null then 'possible' else 'waiting' end as appeal,
           (select a.reply from appeals a
            where a.project_id = p.id and a.person_id = ${workerId} and a.outcome = 'kept' and a.created_at > w.paused_at
            order by a.created_at desc limit 1) as reply
    from projects p
    left join project_workers w on w.project_id = p.id and w.person_id = ${workerId} and w.paused_at is not null
    left join appeals open on open.project_id = p.id and open.person_id = ${workerId} and open.resolved_at is null
    where p.id = ${projectId} and ${mayWork(sql, workerId)}`
  if (!row) return null
  const nothing = { detail: null, appeal: null, retry_after_seconds: null }
  if (row.status !== 'active') return { ...nothing, reason: 'paused', retry_after_seconds: 60 }
  if (row.appeal !== null)
    return { reason: 'worker_paused', detail: pauseSentence(row), appeal: row.appeal, retry_after_seconds: 60 }
  const mayHold = Math.min(maxHeld, row.answers_left ?? maxHeld)
  if (row.held > 0 && row.held >= mayHold) return { ...nothing, reason: 'holding_enough' }
  if (mayHold <= 0)
    return {
      ...nothing,
      reason: 'limit_reached',
      detail: 'Thank you! You have answered as many tasks of this project as one person may.',
    }
  if (!row.speaks) {
    const name = new Intl.DisplayNames('en', { type: 'language' }).of(row.language)
    const detail = `This project is for people who know ${name}. If you do, add it to the languages you know.`
    return { ...nothing, reason: 'language_required', detail }
  }
  if (!row.skilled)
    return {
      ...nothing,
      reason: 'skill_required',
      detail:
        'This project is for people whose answers in other projects of the same requester have often been right. Work on one of those first.',
    }
  if (!row.trained) return 'untrained'
  if (row.others) return { ...nothing, reason: 'all_held', retry_after_seconds: 5 }
  if (row.passed_over) return { ...nothing, reason: 'pictures_missing', retry_after_seconds: 15 }
  return { ...nothing, reason: 'none_left' }
}

function pauseSentence({ paused_reason, appeal, reply }: Row): string {
  const why = paused_reason ?? 'This project is paused for you.'
  if (appeal === 'waiting') return `${why} Your message has been sent; you will see the answer here.`
  return reply ? `${why} The answer to your message: ${reply}` : why
}

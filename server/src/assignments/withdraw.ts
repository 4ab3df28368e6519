import { holdAgain } from '../answers/holds.ts'
import { removeCounted } from '../answers/put.ts'
import type { Sql, Transaction } from '../database/connect.ts'
import { event, ofTask, reopened, tell } from '../events/tell.ts'
import { text } from '../events/text.ts'
import { drop } from '../results/rewrite.ts'
import { unmade } from '../review/live-correction.ts'
import { uncountToHold } from '../tasks/row/places.ts'
import type { Hold } from './hold.ts'
import type { TakenTask } from './take.ts'

/** How long an answer can be taken back, by the clock of the database. */
export const withdrawalSeconds = 10

export type Withdrawn =
  | { state: 'held'; task: TakenTask }
  /** No such hold of this worker, or not this token. */
  | { state: 'unknown' }
  | { state: 'kept'; why: 'too_late' | 'not_counted' | 'closed' | 'ended' }

type Standing = TakenTask & {
  state: string
  counted: boolean | null
  recent: boolean | null
  closed: boolean
}

/**
 * Takes a worker's last answer back: the answer goes, and its place becomes the same worker's hold again. Asked again,
 * it gives the same hold: a retry whose first try was committed has no second effect.
 *
 * Invariant: `answered` shrinks by one exactly when `active` grows by one, so their sum, which `exactly_n` bounds, stays
 * what it was: nobody else can have been given this place. A task that this answer had completed is open again in the
 * same statement that takes its result away; gold keeps its known answer, and the score counts no longer with the answer.
 * What a reviewer has decided stays in the same way, and the answer goes all the same: who was refused would know that the
 * task is no gold. Undoing the correction then settles the task by the answers that it has (`unmade` below).
 *
 * The task's row is locked first (order of locks: task, then assignment); the statement after it then sees what the
 * transaction that we waited for has committed, a result written meanwhile included.
 */
export async function withdrawAnswer(sql: Sql, hold: Hold, pseudonym: string): Promise<Withdrawn> {
  const { projectId, assignmentId, workerId, token } = hold
  const withdrawn = await sql.begin(async (tx): Promise<Withdrawn> => {
    const [task] = await tx<{ id: string; status: string }[]>`
      select t.id, t.status from tasks t where t.project_id = ${projectId} and t.id = (
        select task_id from assignments
        where project_id = ${projectId} and id = ${assignmentId} and worker_id = ${workerId} and token = ${token})
      for update`
    if (!task) return { state: 'unknown' }
    await takeBack(tx, hold, task.id, pseudonym, task.status !== 'open')
    const [now] = await tx<Standing[]>`
      select a.id, a.task_id, a.token, coalesce(a.version, t.version) as version, a.deadline, a.state,
             greatest(0, extract(epoch from a.deadline - now()))::float8 as seconds_left,
             n.state = 'counted' as counted, n.submitted_at > now() - ${withdrawalSeconds} * interval '1 second' as recent,
             p.status = 'archived' or t.status in ('cancelled', 'unreadable') or t.lane = 3 as closed
      from assignments a join tasks t on t.project_id = a.project_id and t.id = a.task_id
      join projects p on p.id = a.project_id
      left join answers n on n.project_id = a.project_id and n.task_id = a.task_id and n.worker_id = a.worker_id
      where a.project_id = ${projectId} and a.id = ${assignmentId}`
    return now ? judge(now) : { state: 'unknown' }
  })
  return withdrawn as Withdrawn
}

function judge(now: Standing): Withdrawn {
  const { id, task_id, token, version, deadline, seconds_left } = now
  if (now.state === 'active') return { state: 'held', task: { id, task_id, token, version, deadline, seconds_left } }
  if (now.closed) return { state: 'kept', why: 'closed' }
  if (now.counted === null) return { state: 'kept', why: 'ended' }
  if (!now.counted) return { state: 'kept', why: 'not_counted' }
  return { state: 'kept', why: now.recent ? 'ended' : 'too_late' }
}

async function takeBack(
  tx: Transaction,
  hold: Hold,
  taskId: string,
  pseudonym: string,
  wasFinal: boolean,
): Promise<void> {
  const { projectId, assignmentId, workerId } = hold
  await tx`
    with answer as (
      ${removeCounted(
        tx,
        projectId,
        tx`n.task_id = ${taskId} and n.worker_id = ${workerId} and n.assignment_id = ${assignmentId}
           and n.submitted_at > now() - ${withdrawalSeconds} * interval '1 second'
           and exists (select from projects where id = ${projectId} and status <> 'archived')
           and exists (select from tasks where project_id = ${projectId} and id = ${taskId}
                       and status in ('open', 'completed', 'needs_review') and lane < 3)`,
      )}
    ), corrected as materialized (
      select from results where project_id = ${projectId} and task_id = ${taskId} and corrected_at is not null
    ), held as (
      ${holdAgain(tx, projectId, assignmentId, tx`exists (select from answer)`)}
    ), opened as (
      ${uncountToHold(tx, projectId, taskId, tx`(t.gold or exists (select from corrected))`, tx`exists (select from answer)`)}
    ), result as (
      ${drop(tx, projectId, tx`select id from opened where not stays`)}
    ), ${unmade(tx, projectId, tx`select id from opened`)}
    ${tell(
      tx,
      { projectId, from: text`opened o` },
      event('answer.withdrawn', { ...ofTask('o'), worker_id: pseudonym }),
      reopened('o', tx`${wasFinal} and not o.stays`),
    )}`
}

import type { AnswerItem } from '@whisker/api/answer-check.ts'
import { endLate } from '../answers/holds.ts'
import { answersLeft, heldBy } from '../answers/of-worker.ts'
import { putAnswer } from '../answers/put.ts'
import type { Server } from '../context.ts'
import type { Crowds } from '../crowd/crowds.ts'
import { settleTask } from '../crowd/settle.ts'
import type { Transaction } from '../database/connect.ts'
import { event, ofTask, tell } from '../events/tell.ts'
import { text } from '../events/text.ts'
import { scored } from '../gold/score.ts'
import { countLate } from '../tasks/row/places.ts'
import { countAlone } from './count.ts'
import { type Form, findForm } from './find-form.ts'
import type { Fitted } from './fit-hold.ts'
import type { Hold } from './hold.ts'
import { keepOutdated } from './keep-outdated.ts'
import { together } from './together.ts'
import { keepTooFast } from './too-fast.ts'

export type Submitted =
  | { state: 'counted'; submitted_at: string }
  /** The answer is kept, not counted. `why`: the place was given away, the task is over, or it is asked in another form. */
  | { state: 'late'; why: 'expired' | 'gone' | 'outdated' }
  /** The task has taken another form since the answer was checked, or may have: nothing was done, check it again. */
  | { state: 'form_changed' }
  /** The worker has answered this task before, with something else. */
  | { state: 'already_answered' }
  /** Faster than the project's floor: kept, not counted. */
  | { state: 'too_fast' }
  /** No such hold of this worker, or not this token. */
  | { state: 'unknown' }

/**
 * Submits an answer. In the usual case one statement counts it, and when it is the last one that was wanted so far, the
 * same statement completes the task with its result, or asks for one answer more, or sends it to review with what is
 * believed of it: nobody sees a task that is complete without a result, and no transaction stays open between round trips.
 *
 * What is to become of the task is worked out before the statement, by what this server knows of the crowd, from the
 * answers that were there when the form was read; the statement only goes through if the task has as many answers as then,
 * and none of them has been changed or taken back (`answer_changes`). If somebody else came in between, it is read anew.
 *
 * A hold whose deadline has passed but whose place has not been taken back is still good. After that see `submitLate`.
 *
 * Measured against a transaction of five round trips (begin, count, read answers, write result, commit): half the time
 * of the server's processor, two thirds of the database's.
 */
export async function submitAnswer(
  { sql, hot, crowds }: Pick<Server, 'sql' | 'hot' | 'crowds'>,
  hold: Hold,
  pseudonym: string,
  answer: AnswerItem[],
  form: Form,
  { given, outdated }: Pick<Fitted, 'given' | 'outdated'> = { given: answer, outdated: null },
): Promise<Submitted> {
  const late = { crowds, hold, pseudonym, answer, given, outdated, version: form.version }
  if (outdated !== null) return (await sql.begin((tx) => submitLate(tx, late))) as Submitted
  if (form.too_fast && (await keepTooFast(sql, hold, pseudonym, answer))) return { state: 'too_fast' }
  const joined = form.is_completed ? null : await together({ hot, crowds }).count({ hold, pseudonym, answer, form })
  if (joined) return { state: 'counted', submitted_at: joined.submitted_at }
  if (form.is_remembered) return { state: 'form_changed' }
  let read = form
  for (let tries = 0; tries < 10; tries++) {
    const counted = await countAlone(hot, crowds, { hold, pseudonym, answer, form: read })
    if (counted) return { state: 'counted', submitted_at: counted.submitted_at }
    const now: Form | null = await findForm(sql, hold)
    if (now && now.version !== read.version) return { state: 'form_changed' }
    const moved =
      now &&
      (now.answered !== read.answered ||
        now.answer_changes !== read.answer_changes ||
        (now.gold === null) !== (read.gold === null) ||
        (now.others === null) !== (read.others === null))
    if (!moved) break
    read = form.for_review ? { ...now, for_review: true } : now
  }
  // What follows completes a task by what is believed of it.
  if (form.for_review) return { state: 'form_changed' }
  return (await sql.begin((tx) => submitLate(tx, late))) as Submitted
}

/** Holds that ended without an answer for good: nothing comes after a skip, or after answers were taken back. */
const endedForGood = ['skipped', 'withdrawn']

type Late = {
  crowds: Crowds
  hold: Hold
  pseudonym: string
  answer: AnswerItem[]
  /** As it was given, before a newer form left a part of it out. */
  given: AnswerItem[]
  outdated: number | null
  /** The form that the answer was checked by. */
  version: number
}

type Standing = {
  task_id: string
  version: number
  state: string
  status: string
  /** The project takes no more answers, or the task is only for practice now. */
  archived: boolean
  free: boolean
  gold: boolean
  /** A reviewer has said what the result is. */
  decided: boolean
  answer: AnswerItem[] | null
  answer_state: string | null
  /** Another hold of the same worker on the same task: the task was offered to them again. */
  other_id: string | null
  other_token: string | null
  /** By such another hold they have skipped it. */
  skipped: boolean
}

/**
 * The hold has ended. What was typed is never thrown away:
 * 1. this answer is there already (a retry whose first try was committed): the same receipt again;
 * 2. the worker holds the task again (another tab, a reload): the answer goes through that hold;
 * 3. a place is free: the answer takes it and counts;
 * 4. else it is kept as `late`, not counted; so it is when the worker has skipped the task by another hold, which stays their word.
 */
async function submitLate(
  tx: Transaction,
  { crowds, hold, pseudonym, answer, given, outdated, version }: Late,
): Promise<Submitted> {
  const { projectId, assignmentId, workerId, token } = hold
  // Locks the task first; the second read then sees what the transaction that we waited for has committed.
  const [locked] = await tx<{ id: string }[]>`
    select t.id from tasks t where t.project_id = ${projectId} and t.id = (
      select task_id from assignments
      where project_id = ${projectId} and id = ${assignmentId} and worker_id = ${workerId} and token = ${token})
    for update`
  if (!locked) return { state: 'unknown' }
  const [standing] = await tx<Standing[]>`
    select t.id as task_id, t.version, a.state, t.status, p.status = 'archived' or t.lane = 3 as archived, t.answered + t.active < t.wanted as free, t.gold,
           t.status = 'completed' and exists (select from results r where r.project_id = t.project_id and r.task_id = t.id
             and r.corrected_at is not null) as decided, n."values" as answer,
           n.state as answer_state, o.id as other_id, o.token as other_token,
           exists (select from assignments s where s.project_id = a.project_id and s.task_id = a.task_id and s.worker_id = a.worker_id
             and s.state = 'skipped' and s.id <> a.id) as skipped
    from assignments a join tasks t on t.project_id = a.project_id and t.id = a.task_id
    join projects p on p.id = a.project_id
    left join answers n on n.project_id = a.project_id and n.task_id = a.task_id and n.worker_id = a.worker_id
    left join assignments o on o.project_id = a.project_id and o.task_id = a.task_id and o.worker_id = a.worker_id
      and o.state = 'active' and o.id <> a.id
    where a.project_id = ${projectId} and a.id = ${assignmentId}`
  if (!standing) return { state: 'unknown' }
  const goesOn = ['open', 'completed', 'needs_review'].includes(standing.status)
  const why = goesOn && !standing.archived ? 'expired' : 'gone'
  if (standing.answer !== null) {
    const same = sameAnswer(standing.answer, answer) || sameAnswer(standing.answer, given)
    if (!same) return { state: 'already_answered' }
    if (standing.answer_state === 'too_fast') return { state: 'too_fast' }
    if (standing.answer_state !== 'counted') return { state: 'late', why }
    const [receipt] = await tx<{ submitted_at: string }[]>`
      select submitted_at from answers
      where project_id = ${projectId} and task_id = ${standing.task_id} and worker_id = ${workerId}`
    return { state: 'counted', submitted_at: (receipt as { submitted_at: string }).submitted_at }
  }
  // It was set aside when the task took a newer form: it is kept, and the worker may be asked again.
  if (standing.state === 'outdated') return { state: 'late', why: 'outdated' }
  if (standing.version !== version) return { state: 'form_changed' }
  if (outdated !== null && (standing.state === 'active' || !endedForGood.includes(standing.state))) {
    await keepOutdated(tx, hold, outdated, answer)
    return { state: 'late', why: 'outdated' }
  }
  // Still held: others kept answering between our reads. The task's row is locked now, so the form cannot be out of date.
  if (standing.state === 'active') {
    const form = await findForm(tx, hold)
    const counted = form && (await countAlone(tx, crowds, { hold, pseudonym, answer, form }))
    if (counted) return { state: 'counted', submitted_at: counted.submitted_at }
  }
  if (standing.other_id !== null && standing.other_token !== null) {
    const other = { ...hold, assignmentId: standing.other_id, token: standing.other_token }
    const form = await findForm(tx, other)
    const counted = form && (await countAlone(tx, crowds, { hold: other, pseudonym, answer, form }))
    if (counted) return { state: 'counted', submitted_at: counted.submitted_at }
  }
  const takesAnswers = standing.status === 'open' || standing.gold || standing.decided
  const isOver = standing.skipped || endedForGood.includes(standing.state) || standing.archived
  const mayCount = takesAnswers && standing.free && !isOver
  const counts = mayCount && (standing.state === 'active' || (await hasAnswersLeft(tx, hold)))
  const form = counts && standing.gold ? await findForm(tx, hold) : null
  const kept = await keepAnswer(tx, hold, standing, pseudonym, answer, counts, form)
  if (!counts) return { state: 'late', why }
  if (kept.full && standing.status === 'open') await settleTask(tx, crowds, projectId, standing.task_id)
  return { state: 'counted', submitted_at: kept.submitted_at }
}

/** Whether the project takes one more answer of this worker, beside those for which they hold a place; takes wait for it. */
async function hasAnswersLeft(tx: Transaction, { projectId, workerId }: Hold): Promise<boolean> {
  const [limited] = await tx`
    insert into worker_cursors as c (project_id, worker_id, lane, xid, position)
    select id, ${workerId}, -1, '0', 1 from projects where id = ${projectId} and max_answers_per_worker is not null
    on conflict (project_id, worker_id, lane) do update set position = c.position + 1 returning 1`
  if (!limited) return true
  const [row] = await tx<{ left: number }[]>`
    select (${answersLeft(tx, workerId)})::int - ${heldBy(tx, projectId, workerId)} as left
    from projects p where p.id = ${projectId}`
  return (row?.left ?? 0) > 0
}

/** The task's row is locked by the caller, who has found a free place when `counts`. */
async function keepAnswer(
  tx: Transaction,
  hold: Hold,
  standing: Standing,
  pseudonym: string,
  answer: AnswerItem[],
  counts: boolean,
  form: Form | null,
): Promise<{ submitted_at: string; full: boolean }> {
  const { projectId, assignmentId, workerId } = hold
  const taskId = standing.task_id
  const held = standing.state === 'active'
  const state = counts ? 'counted' : 'late'
  const [kept] = await tx<{ submitted_at: string; full: boolean }[]>`
    with ended as (
      ${endLate(tx, projectId, assignmentId, counts ? 'submitted' : standing.skipped ? 'expired' : 'late')}
    ), task as (
      ${countLate(tx, projectId, taskId, counts, held)}
    ), answer as (
      ${putAnswer(tx, hold, state, answer, tx`task t, ended e`)}
    ), event as (
      ${tell(
        tx,
        { projectId, from: text`task t` },
        event('answer.submitted', { ...ofTask('t'), worker_id: pseudonym, state }),
      )}
    )${form ? scored(tx, form, answer, { projectId, taskId, workerId, pseudonym }) : tx``}
    select a.submitted_at, t.full from answer a, task t`
  return kept as { submitted_at: string; full: boolean }
}

/** jsonb keeps no order of keys. */
export function sameAnswer(a: AnswerItem[], b: AnswerItem[]): boolean {
  const sorted = (items: AnswerItem[]) =>
    JSON.stringify(items.map((item) => Object.entries(item).sort(([x], [y]) => (x < y ? -1 : 1))))
  return sorted(a) === sorted(b)
}

import type { AnswerItem } from '@whisker/api/answer-check.ts'
import { fitAnswer } from '@whisker/api/form-change.ts'
import type { ApplyTo } from '@whisker/api/project-settings.ts'
import { outdate } from '../answers/holds.ts'
import { byWeight } from '../answers/leading-tasks.ts'
import { keepOutdatedAnswers, removeCounted } from '../answers/put.ts'
import { noteRefitDue } from '../crowd/note-due.ts'
import type { Transaction } from '../database/connect.ts'
import { reopened, tell } from '../events/tell.ts'
import { text } from '../events/text.ts'
import { answerChecks } from '../projects/answer-checks.ts'
import type { FormVersion } from '../projects/form-versions.ts'
import { drop } from '../results/rewrite.ts'
import { moveToForm } from '../tasks/row/form.ts'

/** Tasks of these kinds, one after the other. Cancelled ones too: they may be opened again. */
export const stages = ['open', 'gold', 'needs_review', 'cancelled', 'unreadable', 'completed'] as const
export type Stage = (typeof stages)[number]

type Due = { id: number; version: number; following: { apply_to: ApplyTo } }
type TaskRow = {
  id: string
  version: number
  item_count: number
  answers: { worker_id: string; values: AnswerItem[] }[]
  /** It still has places, as an open task has. */
  wants_more: boolean
  /** What is right, if that is known. */
  known: AnswerItem[] | null
}
type Move = { id: string; reopens: boolean; misfits: number; stays: boolean }

/**
 * Lets tasks that have answers take the newest form, where `apply_to` asks for it. Answers that fit it count on; the others
 * are kept beside (`outdated_answers`), and whoever gave them may be asked again. A finished task is opened again when an
 * answer does not fit (`misfits`), or in any case (`all`), then for one answer more at the least; what a reviewer decided
 * stays as it is. Without that, a task that waits for a reviewer takes the form when all its answers fit, so that the reviewer
 * chooses among the options of today.
 *
 * Gold takes the form when what is known fits it. Its workers' answers go as those to an ordinary task with as many places
 * would: an answer that vanishes from one's own, or stays, must not tell which tasks are gold. Their scores go with them.
 *
 * Invariant: `answered` shrinks by one for each answer that goes; `answer_changes` tells a submit that read them before.
 */
export async function moveAnswered(
  tx: Transaction,
  due: Due,
  stage: Stage,
  taskIds: string[],
  forms: FormVersion[],
): Promise<void> {
  const { apply_to } = due.following
  // Then they are not even locked: whoever takes tasks would look past them.
  if (stage !== 'gold' && whatTo(apply_to, stage, 0) === null && whatTo(apply_to, stage, 1) === null) return
  return byWeight(tx, due.id, taskIds, (some) => moveSome(tx, due, stage, some, forms))
}

async function moveSome(
  tx: Transaction,
  due: Due,
  stage: Stage,
  taskIds: string[],
  forms: FormVersion[],
): Promise<void> {
  const fields = forms[0]?.newest.output_spec ?? []
  const rows = await lockTasks(tx, due, stage, taskIds, forms)
  const fits = (row: TaskRow, values: AnswerItem[]) => fitAnswer(fields, row.item_count, values, answerChecks()).ok
  const moves: Move[] = []
  const misfits: { task_id: string; worker_id: string }[] = []
  for (const row of rows) {
    const out = row.answers.filter(({ values }) => !fits(row, values))
    const like = stage !== 'gold' ? stage : row.wants_more ? 'open' : 'completed'
    const reopens = whatTo(due.following.apply_to, like, out.length)
    const stays = row.known !== null && !fits(row, row.known)
    const gone = reopens === null ? [] : out
    if (stage === 'gold' ? stays && gone.length === 0 : reopens === null) continue
    moves.push({ id: row.id, reopens: stage !== 'gold' && reopens === true, misfits: gone.length, stays })
    misfits.push(...gone.map(({ worker_id }) => ({ task_id: row.id, worker_id })))
  }
  if (misfits.length > 0) await setAside(tx, due.id, misfits)
  await writeMoves(tx, due, moves)
}

/** Whether a task takes the form, and opens again for it; null when it stays as it is, and its answers with it. */
function whatTo(applyTo: ApplyTo, stage: Stage, misfits: number): boolean | null {
  switch (stage) {
    case 'open':
      return applyTo === 'unanswered' ? null : false
    case 'needs_review':
    case 'completed':
      if (applyTo === 'all' || (applyTo === 'misfits' && misfits > 0)) return true
      // Its result was made in the form that it has; a reviewer's choice is still to come.
      return misfits === 0 && (applyTo === 'misfits' || stage === 'needs_review') ? false : null
    default:
      return null
  }
}

/** The tasks, locked in the order of their ids, with their counted answers. */
async function lockTasks(
  tx: Transaction,
  { id }: Due,
  stage: Stage,
  taskIds: string[],
  forms: FormVersion[],
): Promise<TaskRow[]> {
  const versions = forms.map(({ version }) => version)
  const isGold = stage === 'gold'
  const locked = await tx<{ id: string }[]>`
    select t.id from tasks t
    where t.project_id = ${id} and t.id = any(${taskIds}) and t.version = any(${versions}) and t.gold = ${isGold}
      and (${isGold} or t.status = ${stage})
      and not exists (select from results r where r.project_id = ${id} and r.task_id = t.id and r.corrected_at is not null)
    order by t.id for update`
  if (locked.length === 0) return []
  const ids = locked.map((row) => row.id)
  // After the locks: the statement sees what the transactions that we waited for have committed.
  return tx<TaskRow[]>`
    select t.id, t.version, t.item_count, coalesce(n.answers, '[]') as answers, t.answered < t.wanted as wants_more,
           (select g.answer from gold g where g.project_id = t.project_id and g.task_id = t.id) as known
    from tasks t left join (
      select task_id, jsonb_agg(jsonb_build_object('worker_id', worker_id, 'values', "values")) as answers
      from answers where project_id = ${id} and task_id = any(${ids}) and state = 'counted' group by task_id) n on n.task_id = t.id
    where t.project_id = ${id} and t.id = any(${ids}) and t.version = any(${versions}) and t.gold = ${isGold}
      and (${isGold} or t.status = ${stage})`
}

/** Answers that the form does not take go out of account: kept, with the form that they were given in. */
async function setAside(
  tx: Transaction,
  projectId: number,
  misfits: { task_id: string; worker_id: string }[],
): Promise<void> {
  await tx`
    with gone as (
      ${removeCounted(
        tx,
        projectId,
        tx`(n.task_id, n.worker_id) in (
             select task_id, worker_id from jsonb_to_recordset(${tx.json(misfits)}) as m (task_id uuid, worker_id uuid))`,
      )}
    ), kept as (
      ${keepOutdatedAnswers(tx, tx`gone`)}
    )
    ${outdate(tx, projectId, tx`gone`)}`
  await noteRefitDue(tx, projectId)
}

/** Who wants more answers goes in front of every cursor (lane 1). A result that rests on answers which are gone goes too. */
async function writeMoves(tx: Transaction, { id, version, following }: Due, moves: Move[]): Promise<void> {
  if (moves.length === 0) return
  await tx`
    with move as materialized (
      select m.* from jsonb_to_recordset(${tx.json(moves)}) as m (id uuid, reopens boolean, misfits int, stays boolean)
    ), moved as (
      ${moveToForm(tx, id, version, tx`move`, following.apply_to === 'all' ? 1 : 0)}
    ), no_result as (
      ${drop(tx, id, tx`select id from moved where misfits > 0 and not gold`)}
    )
    ${tell(tx, { projectId: id, from: text`moved m`, where: text`m.reopens`, behind: text`m.id` }, reopened('m'))}`
}

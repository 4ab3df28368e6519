import { isDeepStrictEqual } from 'node:util'
import type { AnswerItem } from '@whisker/api/answer-check.ts'
import { checkAnswer } from '@whisker/api/answers.ts'
import type { ItemResult } from '@whisker/api/field-result.ts'
import type { OutputField } from '@whisker/api/fields.ts'
import type { Task } from '@whisker/api/tasks.ts'
import { refuseOverwrite } from '../accounts/overwrite.ts'
import type { Sql } from '../database/connect.ts'
import { eventResult } from '../events/result.ts'
import { event, ofTask, tell } from '../events/tell.ts'
import { text } from '../events/text.ts'
import { ApiProblem, invalid, notFound } from '../problem.ts'
import { answerChecks } from '../projects/answer-checks.ts'
import { bothForms, type OwnAndNewest, ownAndNewest, toSpeakIn } from '../projects/form-versions.ts'
import { projectOf } from '../projects/ids.ts'
import { putCorrection } from '../results/put.ts'
import { resultColumns } from '../results/result-row.ts'
import { readAsked } from '../tasks/asked.ts'
import { decidedAt } from '../tasks/queries.ts'
import { finishCorrected } from '../tasks/row/finish.ts'
import { endCorrection } from './live-correction.ts'

type Draft = { result: Record<string, unknown>[]; comment: string; based_on?: string | null | undefined }

type Subject = OwnAndNewest & {
  status: Task['status']
  gold: boolean
  item_count: number
  fields: ItemResult[] | null
  /** Names this version of the result; null: there is none. */
  xid: string | null
  comment: string | null
  /** The correction in force */
  said: AnswerItem[] | null
  decided_at: string | null
  by: string | null
}

/**
 * A reviewer says what the result of a finished task is, in the form of today, which the task takes with it. The new fields
 * are worked out from the votes that were read before; the statement only goes through if the result is still the same one,
 * else it is read anew: a refit or another reviewer may have come in between.
 */
export async function correctResult(
  sql: Sql,
  workspaceId: number,
  taskId: string,
  personId: string | null,
  draft: Draft,
): Promise<void> {
  for (let tries = 0; tries < 10; tries++) {
    const subject = await findSubject(sql, workspaceId, taskId)
    if (!subject) throw notFound('task')
    const form = toSpeakIn(subject)
    const asked = await readAsked(sql, projectOf(taskId), taskId, form.output_spec)
    const about = answerChecks(asked)
    const checked = checkAnswer(form.output_spec, subject.item_count, draft.result, about)
    if (!checked.ok)
      throw invalid(checked.errors.map((error) => ({ ...error, pointer: error.pointer.replace('/answer', '/result') })))
    if (subject.status !== 'completed' && subject.status !== 'needs_review')
      throw new ApiProblem('conflict', notFinished[subject.status])
    if (subject.gold)
      throw new ApiProblem('conflict', 'The task is gold: mark it with another answer, or take the mark away first.')
    const fields = corrected(form.output_spec, subject.fields, checked.answer)
    // A retry of a request that went through: neither a second entry nor a second event.
    if (subject.comment === draft.comment && isDeepStrictEqual(fields, subject.fields)) return
    const { said, decided_at, by } = subject
    const changed = decided_at === null ? {} : { result: { at: decided_at, by } }
    const decision = { noun: 'task', stamp: 'decided_at', before: { result: said }, changed } as const
    await refuseOverwrite(sql, decision, { result: checked.answer }, draft.based_on)
    const next = {
      result: checked.answer,
      comment: draft.comment,
      fields,
      version: form.version,
      spec: form.output_spec,
    }
    if (await writeCorrection(sql, { workspaceId, taskId, personId }, subject, next)) return
  }
  throw new ApiProblem(
    'conflict',
    'The result changed again and again while it was being corrected. Try again in a moment.',
  )
}

const notFinished = {
  open: 'The task still waits for answers. Correct its result when it has one, or cancel the task.',
  cancelled: 'The task was cancelled: it has no result to correct.',
  unreadable: 'The picture cannot be shown, so the task has no result to correct.',
}

async function findSubject(sql: Sql, workspaceId: number, taskId: string): Promise<Subject | undefined> {
  const [subject] = await sql<Subject[]>`
    select t.status, t.gold, t.item_count, ${ownAndNewest(sql)}, r.fields, r.xid::text as xid, c.comment,
           c.result as said, ${decidedAt(sql)} as decided_at, c.person_id as by
    from tasks t join projects p on p.id = t.project_id ${bothForms(sql)}
    left join results r on r.project_id = t.project_id and r.task_id = t.id
    left join corrections c on c.project_id = t.project_id and c.task_id = t.id and c.ended_at is null
    where t.project_id = ${projectOf(taskId)} and t.id = ${taskId} and p.workspace_id = ${workspaceId}`
  return subject
}

function corrected(form: OutputField[], before: ItemResult[] | null, answer: AnswerItem[]): ItemResult[] {
  return answer.map((values, item) =>
    Object.fromEntries(
      form.map(({ name }) => [
        name,
        { value: values[name] ?? null, confidence: 1, votes: before?.[item]?.[name]?.votes ?? [] },
      ]),
    ),
  )
}

type Where = { workspaceId: number; taskId: string; personId: string | null }
type Said = { result: AnswerItem[]; comment: string; fields: ItemResult[]; version: number; spec: OutputField[] }

/**
 * Invariants: a task has at most one live correction (`corrections_live`), exactly when its result is a reviewer's; the
 * result that the answers made is kept in it, however often it is replaced. Locks: task, result, correction.
 *
 * Who waited at the task's row has an older view of the result, but locking it looks at the newest version: its `xid`
 * differs then, nothing is written, and the caller reads again. So it is when the task has taken another form meanwhile.
 */
async function writeCorrection(
  sql: Sql,
  { workspaceId, taskId, personId }: Where,
  { xid, own }: Subject,
  { result, comment, fields, version, spec }: Said,
): Promise<boolean> {
  const projectId = projectOf(taskId)
  const columns = resultColumns(projectId, spec, fields)
  const about = { ...ofTask('t'), ...eventResult(fields) }
  const written = await sql`
    with task as materialized (
      select id, external_id, status, answered, completed_at from tasks
      where project_id = ${projectId} and id = ${taskId} and status in ('completed', 'needs_review') and not gold
        and version = ${own.version}
      for update
    ), old as materialized (
      select to_jsonb(r) as row from results r
      where r.project_id = ${projectId} and r.task_id = (select id from task) and r.xid = ${xid}::text::xid8 for update
    ), stored as (
      ${putCorrection(sql, projectId, columns, sql`task t where ${xid === null} or exists (select from old)`, xid !== null)}
    ), replaced as (
      ${endCorrection(sql, projectId, sql`select task_id from stored`)}
    ), kept as (
      insert into corrections (project_id, task_id, result, comment, person_id, before, status_before, completed_before,
                               version_before)
      select ${projectId}, t.id, ${sql.json(result)}, ${comment}, ${personId},
             case when r.status_before is null then (select row from old) else r.before end,
             coalesce(r.status_before, t.status),
             case when r.status_before is null then t.completed_at else r.completed_before end,
             case when r.status_before is null then ${own.version} else r.version_before end
      from stored s join task t on t.id = s.task_id left join replaced r on true
    ), completed as (
      ${finishCorrected(sql, projectId, sql`stored`, version)}
    ), event as (
      ${tell(
        sql,
        { projectId, workspaceId, from: text`stored s join task t on t.id = s.task_id` },
        event('result.updated', { ...about, reason: 'correction' }),
        event('task.completed', { ...about, answers: text`t.answered` }, sql`t.status = 'needs_review'`),
      )}
    )
    select from stored`
  return written.length > 0
}

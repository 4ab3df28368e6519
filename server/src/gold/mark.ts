import type { AnswerItem } from '@whisker/api/answer-check.ts'
import type { ItemResult } from '@whisker/api/field-result.ts'
import type { OutputField } from '@whisker/api/fields.ts'
import type { GoldTask } from '@whisker/api/gold.ts'
import { refuseOverwrite } from '../accounts/overwrite.ts'
import { endHolds } from '../answers/holds.ts'
import type { Queryable, Transaction } from '../database/connect.ts'
import { eventResult } from '../events/result.ts'
import { event, ofTask, tell } from '../events/tell.ts'
import { text } from '../events/text.ts'
import { ApiProblem, invalid, notFound } from '../problem.ts'
import { bothForms, type OwnAndNewest, ownAndNewest, toSpeakIn } from '../projects/form-versions.ts'
import { projectOf } from '../projects/ids.ts'
import { putKnown } from '../results/put.ts'
import { resultColumns } from '../results/result-row.ts'
import { endCorrection } from '../review/live-correction.ts'
import { readAsked } from '../tasks/asked.ts'
import { goldPlaces, knownResult, readKnownAnswer } from '../tasks/known-answer.ts'
import { lockTask } from '../tasks/lock.ts'
import { decidedAt, decidedBy } from '../tasks/queries.ts'
import { knowTask } from '../tasks/row/gold.ts'

type Marking = OwnAndNewest & {
  id: number
  min_answers: number
  max_answers: number
  gold_exposures: number | null
  status: string
  item_count: number
  fields: ItemResult[] | null
  gold: boolean
  said: AnswerItem[] | null
  decided_at: string | null
  by: string | null | 'unknown'
}

type GoldDraft = {
  answer: readonly Record<string, unknown>[]
  source: GoldTask['source']
  training?: boolean
  /** Who says so; null for an API key and for what Whisker chooses itself. */
  by: string | null
  based_on?: string | null | undefined
}

/**
 * Makes a task gold: its result is the known answer from now on, said in the form of today, which the task takes with it
 * (gold in an older one is never shown).
 *
 * @throws 404, 422 (the answer contradicts the form, and nothing has changed), 409 (cancelled or unreadable; or somebody has
 * decided something else since `based_on`)
 */
export async function markAsGold(
  sql: Transaction,
  workspaceId: number,
  taskId: string,
  { answer, source, training = false, by, based_on }: GoldDraft,
): Promise<void> {
  // Whoever decides about the task at the same moment waits here, and is then compared with what stands.
  await lockTask(sql, workspaceId, taskId)
  const [task] = await sql<Marking[]>`
    select p.id, p.min_answers, p.max_answers, p.gold_exposures, t.status, t.item_count, t.gold, ${ownAndNewest(sql)},
           r.fields, ${decidedAt(sql)} as decided_at, coalesce(g.answer, c.result) as said, ${decidedBy(sql)} as by
    from tasks t join projects p on p.id = t.project_id ${bothForms(sql)}
    left join results r on r.project_id = t.project_id and r.task_id = t.id
    left join gold g on g.project_id = t.project_id and g.task_id = t.id
    left join corrections c on c.project_id = t.project_id and c.task_id = t.id and c.ended_at is null
    where t.project_id = ${projectOf(taskId)} and t.id = ${taskId} and p.workspace_id = ${workspaceId}`
  if (!task) throw notFound('task')
  const form = toSpeakIn(task)
  const asked = await readAsked(sql, task.id, taskId, form.output_spec)
  const known = readKnownAnswer(form.output_spec, task.item_count, answer, '/answer', asked)
  if (!known.ok) throw invalid(known.errors)
  const changed = task.decided_at === null ? {} : { answer: { at: task.decided_at, by: task.by } }
  const decision = { noun: 'task', stamp: 'decided_at', before: { answer: task.said }, changed } as const
  await refuseOverwrite(sql, decision, { answer: known.answer }, based_on)
  const draw = await goldPlaces(sql, task)
  const result = withVotes(knownResult(form.output_spec, known.answer), task.fields)
  const fixed = task.gold_exposures !== null
  const marked = await writeMark(sql, task.id, taskId, known.answer, result, {
    ...{ source, by },
    places: draw(),
    fixed,
    training,
    version: form.version,
    spec: form.output_spec,
  })
  if (!marked) {
    const detail = `The task is ${task.status.replace('_', ' ')}, so workers cannot be measured by it. Choose another one.`
    throw new ApiProblem('conflict', detail)
  }
}

/** What was answered before stays to be seen beside what is right. */
function withVotes(known: ItemResult[], before: ItemResult[] | null): ItemResult[] {
  return known.map((item, index) =>
    Object.fromEntries(
      Object.entries(item).map(([name, field]) => [
        name,
        { ...field, votes: before?.[index]?.[name]?.votes ?? field.votes },
      ]),
    ),
  )
}

type Places = Pick<GoldDraft, 'source' | 'by'> & {
  places: number
  fixed: boolean
  training: boolean
  version: number
  spec: OutputField[]
}

/**
 * Invariants: a gold task is completed, has its known answer as result, and stands in lane 2 with a place free; places
 * never fall below what was answered and is held; a reviewer's correction has had its day. Scores by another known answer go. A task that ordinary workers have
 * answered already gets one place more than that, or it could never be shown: one exposure above the ordinary ones is
 * what W-19 allows.
 *
 * For training it stands in lane 3, where nobody holds it and its places are never given: holds end with it.
 */
async function writeMark(
  sql: Queryable,
  projectId: number,
  taskId: string,
  answer: AnswerItem[],
  result: ItemResult[],
  { source, by, places, fixed, training, version, spec }: Places,
): Promise<boolean> {
  const columns = resultColumns(projectId, spec, result)
  const about = { ...ofTask('m'), ...eventResult(columns.fields) }
  const rows = await sql`
    with task as materialized (
      select id, status as before from tasks
      where project_id = ${projectId} and id = ${taskId} and status in ('open', 'completed', 'needs_review') for update
    ), marked as (
      ${knowTask(sql, projectId, sql`task`, { version, training, places, more: fixed && !training ? 0 : 1 })}
    ), let_go as (
      ${endHolds(sql, projectId, 'withdrawn', sql`${training} and a.task_id = (select id from marked)`)}
    ), unlike as materialized (
      select task_id from gold
      where project_id = ${projectId} and task_id = ${taskId} and answer <> ${sql.json(answer)}
    ), unscored as (
      delete from gold_scores
      where project_id = ${projectId} and task_id = (select u.task_id from unlike u) and exists (select from marked)
    ), no_correction as (
      ${endCorrection(sql, projectId, sql`select id from marked`)}
    ), known as (
      insert into gold (project_id, task_id, answer, source, marked_by)
      select ${projectId}, id, ${sql.json(answer)}, ${source}, ${by}::uuid from marked
      on conflict (project_id, task_id) do update
      set answer = excluded.answer, source = excluded.source, marked_by = excluded.marked_by, retired_at = null
    ), result as (
      ${putKnown(sql, projectId, columns, training, sql`marked m`)}
    )
    ${tell(
      sql,
      { projectId, from: text`marked m cross join task k`, behind: text`m.id` },
      event('result.updated', { ...about, reason: 'gold' }, sql`k.before = 'completed'`),
      event('task.completed', { ...about, answers: text`m.answered` }, sql`k.before <> 'completed'`),
    )}
    returning id`
  return rows.length > 0
}

import type { AnswerItem } from '@whisker/api/answer-check.ts'
import type { ItemResult } from '@whisker/api/field-result.ts'
import { endAnswered, taskOfHold } from '../answers/holds.ts'
import { putAnswers } from '../answers/put.ts'
import { namingOf } from '../consolidation/naming.ts'
import type { Crowds } from '../crowd/crowds.ts'
import { judgeTask, type Verdict } from '../crowd/verdict.ts'
import type { Fragment, Queryable } from '../database/connect.ts'
import { eventResult } from '../events/result.ts'
import { event, ofTask, tell } from '../events/tell.ts'
import { text } from '../events/text.ts'
import { scored } from '../gold/score.ts'
import { putResults } from '../results/put.ts'
import { resultColumns } from '../results/result-row.ts'
import { countAnswers } from '../tasks/row/places.ts'
import type { Form } from './find-form.ts'
import type { Hold } from './hold.ts'

/** An answer that its form takes, and the form as it was read. */
export type ToCount = { hold: Hold; pseudonym: string; answer: AnswerItem[]; form: Form }

export type Counted = { submitted_at: string }

/** One answer alone: it waits for the row of its task, and is an answer to a completed task where a reviewer has decided. */
export async function countAlone(sql: Queryable, crowds: Crowds, one: ToCount): Promise<Counted | null> {
  const [counted] = await countRows(sql, [rowOf(crowds, one)], sql`for update`, sql`true`, scoreOf(sql, one))
  return counted ?? null
}

/**
 * Answers to different tasks in one statement: nobody in it waits for a row that somebody else holds, nor counts in a task that
 * was changed since the statement began. What such a change tells has a higher number than this transaction, which has its own from
 * its first row, though it happened before (events/order.ts).
 *
 * @returns for each whether it counts; null says "not by me": ask anew, alone
 */
export async function countTogether(sql: Queryable, crowds: Crowds, many: ToCount[]): Promise<(Counted | null)[]> {
  const asItWas = sql`t.ctid = (select o.ctid from tasks o where o.project_id = g.project_id and o.id = t.id)`
  const count = (some: ToCount[], score: Fragment) => {
    const rows = some.map((one) => rowOf(crowds, one))
    return rows.length === 0 ? [] : countRows(sql, rows, sql`for update skip locked`, asItWas, score)
  }
  // A score belongs to one answer. All leave at the same time, or those to gold would be told by when they do.
  const [gold = [], others = []] = [true, false].map((is) => many.filter(({ form }) => (form.gold !== null) === is))
  const counted = await Promise.all([count(others, sql``), ...gold.map((one) => count([one], scoreOf(sql, one)))])
  const byHold = new Map(counted.flat().map((row) => [row.assignment_id, row]))
  return many.map(({ hold }) => byHold.get(hold.assignmentId) ?? null)
}

type Row = ReturnType<typeof rowOf>

/** What is to become of a task with an answer, as a row of the statement. */
function rowOf(crowds: Crowds, one: ToCount) {
  const { hold, pseudonym, answer, form } = one
  const verdict = judge(crowds, one)
  const asks = verdict?.step === 'ask'
  const fields: ItemResult[] | null = verdict && !asks ? verdict.fields : null
  return {
    project_id: hold.projectId,
    assignment_id: hold.assignmentId,
    worker_id: hold.workerId,
    token: hold.token,
    workspace_id: form.workspace_id,
    pseudonym,
    values: answer,
    version: form.version,
    had: form.answered,
    answer_changes: form.answer_changes,
    is_gold: form.gold !== null,
    is_completed: form.is_completed,
    ...(form.is_remembered && { project_state: form.project_state }),
    fills: verdict !== null,
    asks,
    status: fields === null ? 'open' : verdict?.step === 'review' || form.for_review ? 'needs_review' : 'completed',
    ...(fields && {
      ...resultColumns(hold.projectId, form.output_spec, fields),
      provenance: verdict?.provenance,
      told: eventResult(fields),
    }),
  }
}

/** What is to become of the task with this answer; null while it wants more answers anyway. */
function judge(crowds: Crowds, { hold, answer, form }: ToCount): Verdict | null {
  // Also where nothing is to be judged yet: the project is at work, and its crowd is followed.
  const crowd = crowds.of(hold.projectId)
  if (form.others === null) return null
  return judgeTask(crowd, {
    version: form.version,
    spec: form.output_spec,
    itemCount: form.item_count,
    policy: { minAnswers: form.min_answers, maxAnswers: form.max_answers, confidence: form.confidence },
    naming: namingOf(form.naming),
    answers: [...form.others, { worker_id: hold.workerId, values: answer }],
  })
}

const scoreOf = (sql: Queryable, { hold, pseudonym, answer, form }: ToCount) =>
  scored(sql, form, answer, { ...hold, taskId: form.task_id, pseudonym })

/**
 * Counts answers, one of a task, and settles the tasks that they fill.
 *
 * Invariant: `answered` grows by one exactly when `active` shrinks by one and the assignment turns from active to
 * submitted; the row of the task is locked first (order of locks: task, then assignment), and each condition is checked
 * again on the newest version of its row. `wanted` grows by one exactly when the answer that filled the task left a doubt,
 * never above `max_answers`; the task then goes to lane 1 under this transaction, in front of every cursor (take.ts). So
 * counted answers + active assignments <= wanted <= max_answers holds at every moment.
 *
 * A form that was remembered (remembered-forms.ts) counts while the project's row is in the state in which it was read then, and
 * the project has no gold: else the form is read first, as always.
 *
 * Each part hands its rows on to the next with all that goes with them: no part is joined with another.
 *
 * The assignment is named by its task too, although its id says all: with the id alone, and no statistics yet, the planner
 * takes `assignments_once` for as good as the key and reads every assignment of the project (800 pages instead of 100).
 */
function countRows(
  sql: Queryable,
  rows: Row[],
  lock: Fragment,
  asItWas: Fragment,
  score: Fragment,
): Promise<(Counted & { assignment_id: string })[]> {
  const hold = {
    ...{ projectId: sql`g.project_id`, assignmentId: sql`g.assignment_id` },
    ...{ workerId: sql`g.worker_id`, token: sql`g.token` },
  }
  return sql<(Counted & { assignment_id: string })[]>`
    with given as materialized (
      select * from jsonb_to_recordset(${sql.json(rows as never)}) as g (
        project_id int, assignment_id uuid, worker_id uuid, token text, workspace_id int, pseudonym text, "values" jsonb, version int,
        had int, answer_changes int, is_gold boolean, is_completed boolean, project_state text, fills boolean, asks boolean, status text, fields jsonb,
        confidence float8, labels text[], provenance jsonb, told jsonb)
    ), locked as materialized (
      select g.*, l.id as task_id from given g cross join lateral (
        select t.id from tasks t
        where t.project_id = g.project_id and t.id = ${taskOfHold(sql, hold)}
          and (t.status = 'open' or t.gold or g.is_completed and t.status = 'completed' and (
            select true from results r where r.project_id = g.project_id and r.task_id between t.id and t.id and r.corrected_at is not null
            order by r.task_id limit 1))
          and t.gold = g.is_gold and (t.answered = g.had or not g.fills) and t.version = g.version and t.answer_changes = g.answer_changes
          and exists (select from projects p where p.id = g.project_id and p.status <> 'archived'
                        and (not g.asks or p.max_answers > t.wanted)
                        and (g.project_state is null or p.xmin::text = g.project_state and (
                          select true from gold k where k.project_id = p.id limit 1) is null))
          and (t.answered + 1 = t.wanted and t.status = 'open') = g.fills and ${asItWas}
        ${lock}) l
    ), task as materialized (
      -- Two answers of one task would end two holds and be counted once, were all rows locked before the first is counted.
      select distinct on (project_id, task_id) * from locked
    ), submitted as (
      ${endAnswered(sql, sql`task`)}
    ), counted as (
      ${countAnswers(sql, sql`submitted`)}
    ), answer as (
      ${putAnswers(sql, 'counted', sql`counted`)}
    ), result as (
      ${putResults(sql, sql`counted r where r.fields is not null`)}
    ), event as (
      ${tell(
        sql,
        { projectId: text`c.project_id`, workspaceId: text`c.workspace_id`, from: text`counted c` },
        event('answer.submitted', { ...ofTask('c'), worker_id: text`c.pseudonym`, state: 'counted' }),
        event(
          'task.completed',
          { ...ofTask('c'), answers: text`c.answered`, result_of: text`c.told` },
          text`c.status = 'completed'`,
        ),
        event(
          'task.needs_review',
          { ...ofTask('c'), answers: text`c.answered`, result_of: text`c.told` },
          text`c.status = 'needs_review'`,
        ),
      )}
    )${score}
    select assignment_id, submitted_at from answer`
}

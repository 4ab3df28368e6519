import type { AnswerItem } from '@whisker/api/answer-check.ts'
import { checkAnswer } from '@whisker/api/answers.ts'
import type { OutputField } from '@whisker/api/fields.ts'
import { fitAnswer } from '@whisker/api/form-change.ts'
import type { Queryable, Sql } from '../database/connect.ts'
import { invalid } from '../problem.ts'
import { answerChecks } from '../projects/answer-checks.ts'
import { readAsked } from '../tasks/asked.ts'
import { takeForm } from '../tasks/row/form.ts'
import { type Form, findForm } from './find-form.ts'
import type { Hold } from './hold.ts'

export type Fitted = {
  form: Form
  answer: AnswerItem[]
  /** As it was given, where the newer form leaves a part of it out: what a retry is compared with. */
  given: AnswerItem[]
  /** The form that it was given in, when the newer form of the task does not take it. */
  outdated: number | null
}

/**
 * Checks an answer by the form of its task. That may be a newer one than the worker sees, and then it is good in either:
 * 1. it fits the newer form (api/src/form-change.ts): it counts in it;
 * 2. it is good in the form that the worker was given, and nobody has answered the newer one: the task keeps the older form,
 *    as if the answer had come before the change;
 * 3. others have answered the newer form: the answer is kept and not counted, and the worker may be asked again.
 *
 * The usual case costs nothing: which form a hold was given with is looked up only when the task's own refuses the answer.
 *
 * @throws 422 when it contradicts the form that the worker sees.
 */
export async function fitHold(
  sql: Sql,
  hold: Hold,
  form: Form,
  draft: readonly Record<string, unknown>[],
): Promise<Fitted> {
  let asked = await readAsked(sql, hold.projectId, form.task_id, form.output_spec)
  const checked = checkAnswer(form.output_spec, form.item_count, draft, answerChecks(asked))
  if (checked.ok) return { form, answer: checked.answer, given: checked.answer, outdated: null }
  const shown = await findGivenForm(sql, hold, form.version)
  if (!shown) throw invalid(checked.errors)
  asked ??= await readAsked(sql, hold.projectId, form.task_id, shown.output_spec)
  const asShown = checkAnswer(shown.output_spec, form.item_count, draft, answerChecks(asked))
  const fitted = fitAnswer(form.output_spec, form.item_count, draft, answerChecks(asked))
  if (fitted.ok)
    return { form, answer: fitted.answer, given: asShown.ok ? asShown.answer : fitted.answer, outdated: null }
  if (!asShown.ok) throw invalid(asShown.errors)
  const given = { answer: asShown.answer, given: asShown.answer }
  const kept = (await keepForm(sql, hold, form, shown.version)) ? await findForm(sql, hold) : null
  return kept?.version === shown.version
    ? { ...given, form: kept, outdated: null }
    : { ...given, form, outdated: shown.version }
}

/** The form that a hold was given with; null when its task has no other. */
async function findGivenForm(
  sql: Queryable,
  { projectId, assignmentId }: Hold,
  taskVersion: number,
): Promise<{ version: number; output_spec: OutputField[] } | null> {
  const [form] = await sql<{ version: number; output_spec: OutputField[] }[]>`
    select v.version, v.output_spec from project_versions v
    where v.project_id = ${projectId} and v.version <> ${taskVersion} and v.version = (
      select version from assignments where project_id = ${projectId} and id = ${assignmentId})`
  return form ?? null
}

/**
 * Lets a task that nobody has answered go back to the form in which its first answer comes. Gold does the same, or its worker
 * would be told something else than with any other task; what is known of it was good in that form, too, unless it has been
 * marked since (`created_at`).
 */
async function keepForm(
  sql: Queryable,
  { projectId, assignmentId }: Hold,
  form: Form,
  version: number,
): Promise<boolean> {
  const rows = await takeForm(
    sql,
    projectId,
    version,
    sql`t.id = ${form.task_id} and t.version = ${form.version} and t.answered = 0
        and (t.status = 'open' or t.gold and exists (
          select from gold g join assignments a on a.project_id = g.project_id and a.task_id = g.task_id
          where g.project_id = ${projectId} and g.task_id = t.id and a.id = ${assignmentId} and g.created_at < a.taken_at))`,
  )
  return rows.length > 0
}

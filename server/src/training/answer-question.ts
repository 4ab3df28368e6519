import type { AnswerItem, CheckedAnswer } from '@whisker/api/answer-check.ts'
import { checkAnswer } from '@whisker/api/answers.ts'
import type { OutputField } from '@whisker/api/fields.ts'
import { fitAnswer } from '@whisker/api/form-change.ts'
import type { AskedItem } from '@whisker/api/kinds/kind.ts'
import type { TrainingFeedback, TrainingScore } from '@whisker/api/training.ts'
import { kindOf } from '../consolidation/kinds/kinds.ts'
import { type NamingSettings, namingOf } from '../consolidation/naming.ts'
import type { Sql } from '../database/connect.ts'
import { scoreAnswer } from '../gold/score.ts'
import { ApiProblem, invalid } from '../problem.ts'
import { answerChecks } from '../projects/answer-checks.ts'
import { namingSettings } from '../projects/naming.ts'
import { readAsked } from '../tasks/asked.ts'

/** Which question of which worker; the token proves that it is the one meant. */
export type QuestionHold = { projectId: number; assignmentId: string; workerId: string; token: string }

type Reply = { submitted_at: string; feedback: TrainingFeedback }

type Row = {
  output_spec: OutputField[]
  /** The form that the question was given in, when its task has a newer one. */
  shown_spec: OutputField[] | null
  item_count: number
  task_id: string
  naming: NamingSettings
  /** null: the task is not for practice any more. */
  known: AnswerItem[] | null
  answer: AnswerItem[] | null
}

/**
 * Takes the answer to a practice task, and tells whether it was right.
 *
 * @returns null when there is no such question of this worker, or not this token.
 * @throws 422 (the answer contradicts the form), 409 (answered before, with something else), 410 (not asked any more)
 */
export async function answerQuestion(
  sql: Sql,
  hold: QuestionHold,
  draft: readonly Record<string, unknown>[],
): Promise<Reply | null> {
  const [row] = await sql<Row[]>`
    select v.output_spec, t.item_count, t.id as task_id, ${namingSettings(sql)} as naming, a.answer,
           (select s.output_spec from project_versions s
            where s.project_id = t.project_id and s.version = a.version and a.version <> t.version) as shown_spec,
           (select g.answer from gold g where g.project_id = t.project_id and g.task_id = t.id and t.lane = 3) as known
    from training_answers a join tasks t on t.project_id = a.project_id and t.id = a.task_id
    join project_versions v on v.project_id = t.project_id and v.version = t.version
    join projects p on p.id = t.project_id
    where ${own(sql, hold)}`
  if (!row) return null
  const asked =
    (await readAsked(sql, hold.projectId, row.task_id, row.output_spec)) ??
    (row.shown_spec ? await readAsked(sql, hold.projectId, row.task_id, row.shown_spec) : undefined)
  const checked = check(row, draft, asked)
  if (!checked.ok) throw invalid(checked.errors)
  if (row.answer === null && row.known) await writeAnswer(sql, hold, row, row.known, checked.answer)
  const reply = await readBack(sql, hold, row, checked.answer)
  if (reply === 'open')
    throw new ApiProblem('gone', 'This practice task was taken out meanwhile. Go on with the next one.')
  if (reply === 'other')
    throw new ApiProblem('already_answered', 'You have answered this practice task before; that answer stands.')
  return reply
}

/** By the form that the worker was given, or by the newer one that the task has taken since. */
function check(
  { output_spec, shown_spec, item_count }: Row,
  draft: readonly Record<string, unknown>[],
  asked: readonly AskedItem[] | undefined,
): CheckedAnswer {
  const about = () => answerChecks(asked)
  const now = checkAnswer(output_spec, item_count, draft, about())
  if (now.ok || !shown_spec) return now
  const fitted = fitAnswer(output_spec, item_count, draft, about())
  return fitted.ok ? fitted : checkAnswer(shown_spec, item_count, draft, about())
}

/** The known fields are right, all of them; optional ones that nobody knows are not looked at. */
function isRight({ output_spec, naming }: Row, known: AnswerItem[], answer: AnswerItem[]): boolean {
  return scoreAnswer(output_spec, known, answer, namingOf(naming)).share === 1
}

/**
 * Invariant: `answered` and `right` of a round are those of its answers, and a round is finished exactly when all its
 * questions are answered. The round's row is locked first, so that two answers, or an answer and the next question, go one
 * after the other; a question is answered once, whoever sends what at the same moment: the feedback comes after.
 */
async function writeAnswer(
  sql: Sql,
  hold: QuestionHold,
  row: Row,
  known: AnswerItem[],
  answer: AnswerItem[],
): Promise<void> {
  const right = isRight(row, known, answer)
  await sql`
    with round as materialized (
      select r.round from training_rounds r
      where r.project_id = ${hold.projectId} and r.worker_id = ${hold.workerId} and r.finished_at is null
        and r.round = (select a.round from training_answers a where ${own(sql, hold)})
      for update
    ), answered as (
      update training_answers a
      set answer = ${sql.json(answer)}, known = ${sql.json(known)}, is_right = ${right}, answered_at = now()
      where ${own(sql, hold)} and a.answered_at is null and exists (select from round)
      returning a.id
    )
    update training_rounds r
    set answered = r.answered + 1, "right" = r."right" + ${right ? 1 : 0},
        finished_at = case when r.answered + 1 = r.questions then now() end
    where r.project_id = ${hold.projectId} and r.worker_id = ${hold.workerId} and r.round = (select round from round)
      and exists (select from answered)`
}

type Kept = TrainingScore & { is_right: boolean | null; known: AnswerItem[]; same: boolean; submitted_at: string }

/** What stands now: a retry whose first try was committed gets the same reply. */
async function readBack(
  sql: Sql,
  hold: QuestionHold,
  row: Row,
  answer: AnswerItem[],
): Promise<Reply | 'open' | 'other'> {
  const [kept] = await sql<Kept[]>`
    select a.is_right, a.known, a.answer = ${sql.json(answer)} as same, a.answered_at as submitted_at, r.questions, r.pass,
           -- With this answer, not with those after it.
           (select count(*)::int from training_answers o where ${upTo(sql)}) as answered,
           (select count(*)::int from training_answers o where ${upTo(sql)} and o.is_right) as "right"
    from training_answers a join training_rounds r using (project_id, worker_id, round)
    where ${own(sql, hold)}`
  if (!kept || kept.is_right === null) return 'open'
  if (!kept.same) return 'other'
  const { is_right, known, submitted_at, answered, right, questions, pass } = kept
  const score = { answered, right, questions, pass }
  const feedback = { right: is_right, answer: known, ...pairsIn(row.output_spec, known, answer), score }
  return { submitted_at, feedback }
}

/** Which of the right objects an answer has, of the fields that look for some. */
function pairsIn(
  form: readonly OutputField[],
  known: readonly AnswerItem[],
  answer: readonly AnswerItem[],
): Pick<TrainingFeedback, 'pairs'> {
  const pairs = known.map((truths, item) =>
    Object.fromEntries(
      form.flatMap((field) => {
        const truth = truths[field.name]
        const own = truth === undefined ? undefined : kindOf(field).pairs?.(field, truth, answer[item]?.[field.name])
        return own ? [[field.name, own]] : []
      }),
    ),
  )
  return pairs.some((own) => Object.keys(own).length > 0) ? { pairs } : {}
}

const upTo = (sql: Sql) => sql`
  o.project_id = a.project_id and o.worker_id = a.worker_id and o.round = a.round and o.answered_at <= a.answered_at`

const own = (sql: Sql, { projectId, assignmentId, workerId, token }: QuestionHold) => sql`
  a.project_id = ${projectId} and a.id = ${assignmentId} and a.worker_id = ${workerId} and a.token = ${token}`

/** A practice task has no place to give back: it cannot be skipped, released or taken back, and needs no more time. */
export async function practiceProblem(sql: Sql, hold: QuestionHold): Promise<ApiProblem | null> {
  const [question] = await sql`select from training_answers a where ${own(sql, hold)}`
  if (!question) return null
  return new ApiProblem('conflict', 'This is practice: answer it to go on. It cannot be skipped, and an answer stands.')
}

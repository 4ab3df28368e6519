import { randomBytes } from 'node:crypto'
import type { TrainingScore } from '@whisker/api/training.ts'
import type { Sql } from '../database/connect.ts'
import { newId } from '../projects/ids.ts'
import { isTrainingTask } from '../projects/queries.ts'

/** A practice task as it is shown: like a hold, but nobody waits for its place, so its deadline is only for show. */
export type Question = {
  id: string
  task_id: string
  token: string
  version: number
  deadline: string
  seconds_left: number
}

export type NextQuestion =
  | { state: 'question'; question: Question; score: TrainingScore }
  | { state: 'failed'; score: TrainingScore; retry_after_seconds: number }
  /** There are not enough practice tasks (any more). */
  | { state: 'not_ready' }
  | { state: 'passed' }

/** How long after a try that failed the next one may begin. */
const waitHours = 24

/**
 * The practice task that a worker is to answer now: the one they have open, else another one, in a new round if need be.
 *
 * Each statement can run in any number of tabs and servers at once; what comes out is always the same:
 * - one question is open at a time (unique index `training_open`), and no task comes twice in a round;
 * - a round is begun once (primary key), and only when there are as many practice tasks as it asks for;
 * - a question is given only under the lock of a round that is not finished, and an answer takes the same lock first
 *   (answer-question.ts): so no question is left open behind the last answer.
 */
export async function nextQuestion(sql: Sql, projectId: number, workerId: string): Promise<NextQuestion> {
  const open = await findStanding(sql, projectId, workerId)
  if (open?.question) return shown(open)
  await dropUnfit(sql, projectId, workerId)
  await beginRound(sql, projectId, workerId)
  await giveQuestion(sql, projectId, workerId)
  const standing = await findStanding(sql, projectId, workerId)
  return standing ? shown(standing) : { state: 'not_ready' }
}

/** The question that a worker has open, after a reload. */
export async function openQuestion(
  sql: Sql,
  projectId: number,
  workerId: string,
): Promise<{ question: Question; score: TrainingScore } | null> {
  const standing = await findStanding(sql, projectId, workerId)
  return standing?.question ? { question: standing.question, score: scoreOf(standing) } : null
}

type Standing = TrainingScore & {
  passed: boolean
  finished: boolean
  retry_after_seconds: number
  question: Question | null
}

const scoreOf = ({ answered, right, questions, pass }: Standing): TrainingScore => ({
  answered,
  right,
  questions,
  pass,
})

function shown(standing: Standing): NextQuestion {
  const { question, passed, finished, retry_after_seconds } = standing
  if (question) return { state: 'question', question, score: scoreOf(standing) }
  if (passed) return { state: 'passed' }
  if (finished && retry_after_seconds > 0) return { state: 'failed', score: scoreOf(standing), retry_after_seconds }
  return { state: 'not_ready' }
}

/** The latest round, with its open question if that can be shown. */
async function findStanding(sql: Sql, projectId: number, workerId: string): Promise<Standing | null> {
  const [standing] = await sql<Standing[]>`
    select r.answered, r."right", r.questions, r.pass, r.passed, r.finished_at is not null as finished,
           coalesce(greatest(0, extract(epoch from r.finished_at + ${waitHours} * interval '1 hour' - now())), 0)::float8
             as retry_after_seconds,
           (select jsonb_build_object('id', a.id, 'task_id', a.task_id, 'token', a.token, 'version', coalesce(a.version, t.version),
                     'deadline', now() + interval '1 day', 'seconds_left', 86400)
            from training_answers a join tasks t on t.project_id = a.project_id and t.id = a.task_id
            join projects p on p.id = a.project_id and p.training is not null
            where a.project_id = r.project_id and a.worker_id = r.worker_id and a.answered_at is null and t.lane = 3
              and not exists (select from passed_over w where w.project_id = t.project_id and w.task_id = t.id)) as question
    from training_rounds r
    where r.project_id = ${projectId} and r.worker_id = ${workerId} order by r.round desc limit 1`
  return standing ?? null
}

/** A task that was open and is no longer for practice, or whose picture cannot be shown, is not asked about. */
async function dropUnfit(sql: Sql, projectId: number, workerId: string): Promise<void> {
  await sql`
    delete from training_answers a
    where a.project_id = ${projectId} and a.worker_id = ${workerId} and a.answered_at is null
      and not exists (
        select from tasks t where t.project_id = ${projectId} and t.id = a.task_id and t.lane = 3
          and not exists (select from passed_over w where w.project_id = ${projectId} and w.task_id = t.id))`
}

async function beginRound(sql: Sql, projectId: number, workerId: string): Promise<void> {
  await sql`
    insert into training_rounds (project_id, worker_id, round, questions, pass)
    select p.id, ${workerId}, coalesce(latest.round, 0) + 1, (p.training ->> 'questions')::int, (p.training ->> 'pass')::int
    from projects p left join lateral (
      select r.round, r.passed, r.finished_at from training_rounds r
      where r.project_id = p.id and r.worker_id = ${workerId} order by r.round desc limit 1) latest on true
    where p.id = ${projectId} and p.training is not null
      and (latest.round is null or not latest.passed and latest.finished_at <= now() - ${waitHours} * interval '1 hour')
      and (select count(*) from tasks t where ${isTrainingTask(sql)}) >= (p.training ->> 'questions')::int
    on conflict do nothing`
}

/**
 * The order is by chance, and the worker's own: the same in each of their rounds, so that a second try has the same tasks,
 * and no help to somebody else.
 */
async function giveQuestion(sql: Sql, projectId: number, workerId: string): Promise<void> {
  await sql`
    with round as materialized (
      select r.round from training_rounds r
      where r.project_id = ${projectId} and r.worker_id = ${workerId} and r.finished_at is null for update
    )
    insert into training_answers (project_id, id, task_id, worker_id, round, token, version)
    select ${projectId}, ${newId(projectId)}, task.id, ${workerId}, r.round, ${randomBytes(16).toString('base64url')}, task.version
    from round r, projects p cross join lateral (
      select t.id, t.version from tasks t
      where ${isTrainingTask(sql)} and not exists (
        select from training_answers a
        where a.project_id = p.id and a.worker_id = ${workerId} and a.task_id = t.id
          and a.round = (select round from round))
      order by md5(t.id::text || ${workerId}::text) limit 1) task
    where p.id = ${projectId}
    on conflict do nothing`
}

import { setTimeout as sleep } from 'node:timers/promises'
import { leadingTasks } from '../answers/leading-tasks.ts'
import type { Sql } from '../database/connect.ts'
import type { Round } from '../jobs/loop.ts'
import { type Crowd, type CrowdAnswer, pushTask } from './crowd.ts'
import type { WithCrowds } from './has.ts'
import { refitReason } from './refit-due.ts'
import { loadCrowd } from './stored.ts'

const page = 500
/** Submits wake the follower; it takes in what comes within this time together. */
const gatherMs = 50
/** How often projects are looked for whose answers another server, now gone, has not seen through. */
const searchMs = 60_000

/**
 * Keeps the crowds of the projects at work up to date. New counted answers are read in the order (transaction, task,
 * worker) and only below the oldest running transaction, so that none is missed (ARCHITECTURE.md, "Order without gaps")
 * and every server takes in the same answers in the same order: their models agree. Nothing waits for it.
 */
export function followCrowds(server: WithCrowds): Round {
  let searchedMs = Number.NEGATIVE_INFINITY
  return async (signal) => {
    if (performance.now() - searchedMs > searchMs) {
      for (const id of await unfinishedProjects(server.sql, searchedMs > 0)) server.crowds.touch(id)
      searchedMs = performance.now()
    }
    let more = false
    for (const projectId of server.crowds.atWork()) {
      if (signal.aborted) break
      if (await followOne(server, projectId)) more = true
    }
    if (!more) await sleep(gatherMs, undefined, { ref: false })
    return more ? 'again' : 'done'
  }
}

/** @returns true when there may be more to read. */
async function followOne({ sql, crowds, wake }: WithCrowds, projectId: number): Promise<boolean> {
  let crowd = crowds.followed(projectId)
  if (!crowd || (await isOutdated(sql, projectId, crowd))) crowd = await loadCrowd(sql, projectId)
  if (!crowd) {
    crowds.drop(projectId)
    return false
  }
  const { answers, more } = await readAnswers(sql, projectId, crowd)
  for (const { own, answers: upTo, gold } of answers)
    if (own) pushTask(crowd, crowd.specs.get(own.version) ?? [], upTo, gold)
  const last = answers.at(-1)
  // Never on to the horizon: what ended there without a trace is given out anew after a crash of the database.
  if (last) crowd.cursor = { xid: last.xid, task_id: last.task_id, worker_id: last.worker_id }
  crowds.keep(projectId, crowd, answers.length > 0)
  if (more) return true
  if (crowd.since > 0 && (await refitReason(sql, projectId, crowd, crowds.quietMs(projectId)))) {
    await sql`
      insert into crowds (project_id, due_since) values (${projectId}, now())
      on conflict (project_id) do update set due_since = now() where crowds.due_since is null`
    wake('refit')
  }
  return false
}

/** There was another refit, or the project has a new version or new synonyms. */
async function isOutdated(sql: Sql, projectId: number, crowd: Crowd): Promise<boolean> {
  const [now] = await sql<{ refit: number; version: number }[]>`
    select coalesce(c.refit, 0) as refit, p.version from projects p left join crowds c on c.project_id = p.id
    where p.id = ${projectId}`
  return now?.refit !== crowd.refit || now.version !== crowd.version
}

type AnswerKey = { xid: string; task_id: string; worker_id: string }
type AnswerRow = AnswerKey & { version: number } & CrowdAnswer

/** `own` is null where it was taken back or changed between two statements: then it comes again, under another transaction. */
type NewAnswer = AnswerKey & { own: AnswerRow | null; answers: CrowdAnswer[]; gold: CrowdAnswer['values'] | null }

/**
 * The next counted answers after the cursor, each with those of its task that came before it, and itself. All answers of the
 * tasks are read at once and put together here, since a subquery for each answer takes many times as long. Of tasks whose answers
 * are too much together the first are read (leading-tasks.ts).
 */
async function readAnswers(
  sql: Sql,
  projectId: number,
  { cursor }: Crowd,
): Promise<{ answers: NewAnswer[]; more: boolean }> {
  const [now] = await sql<{ horizon: string }[]>`select pg_snapshot_xmin(pg_current_snapshot())::text as horizon`
  const { horizon } = now as { horizon: string }
  const found = await sql<AnswerKey[]>`
    select a.xid::text as xid, a.task_id, a.worker_id from answers a
    where a.project_id = ${projectId} and a.state = 'counted'
      and (a.xid, a.task_id, a.worker_id) > (${cursor.xid}::text::xid8, ${cursor.task_id}::uuid, ${cursor.worker_id}::uuid)
      and a.xid < ${horizon}::text::xid8
    order by a.xid, a.task_id, a.worker_id limit ${page}`
  if (found.length === 0) return { answers: [], more: false }
  const tasks = await leadingTasks(sql, projectId, [...new Set(found.map((row) => row.task_id))])
  const fitting = new Set(tasks)
  const end = found.findIndex((row) => !fitting.has(row.task_id))
  const keys = end === -1 ? found : found.slice(0, end)
  const [all, gold] = await Promise.all([
    sql<AnswerRow[]>`
      select a.xid::text as xid, a.task_id, a.worker_id, a.version, a."values" from answers a
      where a.project_id = ${projectId} and a.task_id = any(${tasks}) and a.state = 'counted'
        and a.xid < ${horizon}::text::xid8`,
    sql<{ task_id: string; answer: CrowdAnswer['values'] }[]>`
      select task_id, answer from gold where project_id = ${projectId} and task_id = any(${tasks})`,
  ])
  const known = new Map(gold.map(({ task_id, answer }) => [task_id, answer]))
  const byTask = Map.groupBy(all.sort(inOrder), ({ task_id }) => task_id)
  const answers = keys.map((key) => {
    const ofTask = byTask.get(key.task_id) ?? []
    const at = ofTask.findIndex((other) => inOrder(other, key) === 0)
    return { ...key, own: ofTask[at] ?? null, answers: ofTask.slice(0, at + 1), gold: known.get(key.task_id) ?? null }
  })
  return { answers, more: end !== -1 || found.length === page }
}

/** The order of answers within a task. Numbers of transactions grow beyond what a double holds: the longer is the larger. */
function inOrder(a: AnswerKey, b: AnswerKey): number {
  if (a.xid.length !== b.xid.length) return a.xid.length - b.xid.length
  if (a.xid !== b.xid) return a.xid < b.xid ? -1 : 1
  return a.worker_id < b.worker_id ? -1 : a.worker_id > b.worker_id ? 1 : 0
}

/** Projects with answers that no refit has seen: all of them after a start, later those with work in the last minutes. */
async function unfinishedProjects(sql: Sql, recently: boolean): Promise<number[]> {
  const rows = await sql<{ id: number }[]>`
    select p.id from projects p left join crowds c on c.project_id = p.id
    where p.status <> 'archived' and exists (
        select from answers a where a.project_id = p.id and a.xid >= coalesce(c.cursor_xid, '0'::xid8))
      and (${!recently} or exists (
        select from answers a where a.project_id = p.id and a.submitted_at > now() - interval '3 minutes'))
    limit 1000`
  return rows.map(({ id }) => id)
}

import { showVersion } from '../answers/holds.ts'
import type { Sql, Transaction } from '../database/connect.ts'
import type { Round } from '../jobs/loop.ts'
import { noteFollowing } from '../projects/due.ts'
import { type Following, followingAnew, nobody } from '../projects/following.ts'
import { type FormVersion, readFormVersions } from '../projects/form-versions.ts'
import { takeForm } from '../tasks/row/form.ts'
import { moveAnswered, type Stage, stages } from './move-answered.ts'

// Tasks that one transaction looks at; it holds the locks of those that it moves, and whoever takes tasks looks past them.
const batch = 200
// Where answers are looked at one by one, and the cursors of the queue wait.
const answeredBatch = 100

/** Tasks that were checked against the form of before while it was changed: their statement is long over by then. */
const settledSeconds = 3

type Due = { id: number; version: number; following: Following; settled: boolean; now: string }

/**
 * Lets the tasks of projects take the newest form, a batch at a time, while people work:
 * - tasks without answers take it, whatever has changed; all others as well when only words did (`takesSameAnswers`);
 * - open tasks with answers, and finished ones, as `apply_to` says (move-answered.ts);
 * - gold takes it when its known answer fits, or it would never be shown again;
 * - a task that the newer inputs do not show as a whole keeps its form (`showsSameItems`).
 *
 * Who holds a task keeps the form that they were given (`assignments.version`); fit-hold.ts says what becomes of the answer.
 *
 * Order of locks: project, task, assignment. The project's row is locked so that an edit and a batch go one after the
 * other, at a strength that lets tasks and answers in. A second pass begins when no request can be under way any more that
 * had read the form of before.
 */
export function followForms(sql: Sql): Round {
  return async (signal) => {
    const projects = await sql<{ id: number }[]>`
      select id from projects where following is not null order by id limit 100`
    let more = false
    for (const { id } of projects) {
      if (signal.aborted) break
      if ((await sql.begin((tx) => followBatch(tx, id))) === 'more') more = true
    }
    return more ? 'again' : 'done'
  }
}

async function followBatch(tx: Transaction, projectId: number): Promise<'more' | 'later'> {
  const [due] = await tx<Due[]>`
    select id, version, following, updated_at < now() - ${settledSeconds} * interval '1 second' as settled, now()::text as now
    from projects where id = ${projectId} and following is not null for no key update skip locked`
  if (!due) return 'later'
  const { following } = due
  const isSecond = following.since !== null
  if (isSecond && following.stage === 0 && following.from === nobody && !due.settled) return 'later'
  const stage = stages[following.stage]
  if (stage === undefined) {
    // The first pass is over. The second is the last one: it begins when nobody can have the form of before in mind.
    await noteFollowing(tx, projectId, isSecond ? null : { ...followingAnew(following.apply_to), since: due.now })
    return 'more'
  }
  const forms = await readFormVersions(tx, projectId, due.version)
  const last = await moveStage(tx, due, stage, forms)
  const next = last === null ? { ...following, stage: following.stage + 1, from: nobody } : { ...following, from: last }
  await noteFollowing(tx, projectId, next)
  return 'more'
}

/** @returns the last task that was looked at; null when there are no more of this stage. */
async function moveStage(tx: Transaction, due: Due, stage: Stage, forms: FormVersion[]): Promise<string | null> {
  const { id, following, version } = due
  const movable = forms.filter((form) => form.showsItems)
  const wordsOnly = movable.filter((form) => form.sameAnswers).map((form) => form.version)
  const versions = movable.map((form) => form.version)
  if (versions.length === 0) return null
  // A million results would be written again for a letter in a label.
  if (stage === 'completed' && following.apply_to !== 'misfits' && following.apply_to !== 'all') return null
  const mayBeEmpty = stage !== 'completed'
  if (stage === 'gold') {
    const rows = await tx<{ id: string }[]>`
      select task_id as id from gold where project_id = ${id} and task_id > ${following.from} order by task_id limit ${answeredBatch}`
    await moveAnswered(tx, due, 'gold', ids(rows), movable)
    await showWords(tx, due, ids(rows), wordsOnly)
    return rows.length === answeredBatch ? (rows.at(-1)?.id ?? null) : null
  }
  const seen = await tx<{ id: string; rest: boolean }[]>`
    with seen as materialized (
      select id, version, answered, gold from tasks
      where project_id = ${id} and status = ${stage} and id > ${following.from} order by id limit ${batch}
    ), locked as materialized (
      select t.id from tasks t
      where t.project_id = ${id} and t.status = ${stage} and not t.gold and t.id = any(array(
              select id from seen where not gold and (answered = 0 and ${mayBeEmpty} or version = any(${wordsOnly})) and version = any(${versions})))
      order by t.id for update
    ), moved as (
      ${takeForm(
        tx,
        id,
        version,
        tx`t.id = any(array(select id from locked)) and t.status = ${stage}
           and (t.answered = 0 and ${mayBeEmpty} or t.version = any(${wordsOnly})) and t.version = any(${versions})`,
      )}
    ), shown as (
      -- Words reach those who hold the task as well, at their next reload.
      ${showVersion(tx, id, version, tx`a.task_id = any(array(select id from moved)) and a.version = any(${wordsOnly})`)}
    )
    select id, not gold and version = any(${versions}) and id not in (select id from moved) as rest from seen order by id`
  const rest = seen.filter((row) => row.rest)
  for (let at = 0; at < rest.length; at += answeredBatch)
    await moveAnswered(tx, due, stage, ids(rest.slice(at, at + answeredBatch)), movable)
  return seen.length === batch ? (seen.at(-1)?.id ?? null) : null
}

/** Words reach those who hold gold exactly as they reach those who hold another task (`shown`), or gold could be told by it. */
async function showWords(tx: Transaction, { id, version }: Due, taskIds: string[], wordsOnly: number[]): Promise<void> {
  if (taskIds.length === 0 || wordsOnly.length === 0) return
  await showVersion(
    tx,
    id,
    version,
    tx`a.task_id = any(${taskIds}) and a.version = any(${wordsOnly})
       and exists (select from tasks t where t.project_id = ${id} and t.id = a.task_id and t.gold and t.version = ${version})`,
  )
}

const ids = (rows: { id: string }[]) => rows.map(({ id }) => id)

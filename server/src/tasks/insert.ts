import type { Task } from '@whisker/api/tasks.ts'
import type { Queryable } from '../database/connect.ts'
import { isKeptApart, ownId } from './content-identity.ts'
import type { IntakeProject } from './intake-project.ts'
import { healTasks } from './reopen.ts'
import { nameWords } from './words.ts'
import { type PreparedTask, type Row, rowsOf, writeDrafts } from './write-drafts.ts'

export type InsertedTask =
  /** `twin`: another task of the same content, which the sender keeps apart by an id of their own. */
  | { state: 'created'; id: string; created_at: string; twin: string | null }
  /** The task that is there already: by its `external_id`, or by its content. */
  | { state: 'duplicate'; id: string; by: 'external_id' | 'content'; status: Task['status'] }
  /** The `external_id` is taken by a task with other content. */
  | { state: 'conflict'; id: string }
  /** A picture was named that the workspace does not have. */
  | { state: 'unknown_asset'; sha256: string }

/**
 * Writes tasks with their items, pictures and events: one statement for any number of tasks. Invariants:
 * - a task exists with all of its items, pictures and events, a gold task with its known answer as result, or not at all;
 * - `external_id` is unique in a project, also against a request that runs at the same time: `on conflict do nothing`
 *   waits for the other transaction, and what was not inserted is read back as a duplicate;
 * - so is the content, unless its sender wants it twice (`content-identity.ts`): the unique index holds the first task of
 *   each content, and those that are `repeated` on purpose are not in it;
 * - pictures that are named must be the workspace's; the key-share lock keeps a sweep from taking one away meanwhile;
 * - the answers come in the order of the tasks.
 *
 * Whether a content is there is asked one by one (`(select true ... limit 1) is not null`), never by `exists`: on tables that were
 * small when they were last looked at, that became a set of all contents of the project, read anew with each batch (22 of the 54 ms
 * of the 150th batch of 200).
 *
 * Needs no transaction around it: what follows only reads, or notes one more name of a task that is there, or opens
 * one whose picture was lost and has just come again (reopen.ts).
 */
export async function insertTasks(
  sql: Queryable,
  workspaceId: number,
  project: IntakeProject,
  tasks: PreparedTask[],
): Promise<InsertedTask[]> {
  const rows = rowsOf(project, tasks)
  const outcomes = new Map<Row, InsertedTask>()
  // A second pass writes what was kept apart from a task of the same content; a third, what lost a race in between.
  for (let pending = rows, pass = 1; pending.length > 0; pass++) {
    if (pass > 5) throw new Error('A task was neither written nor there.')
    pending = await writeOrFind(sql, workspaceId, project, pending, outcomes)
  }
  return rows.map((row) => outcomes.get(row) as InsertedTask)
}

/**
 * The same of what is most probably new, in one statement that looks no further: for tasks of several requests, of which none may
 * suffer for another one's.
 *
 * @returns null for what was not written: it is there already, or names a picture that is not
 */
export async function insertNew(
  sql: Queryable,
  workspaceId: number,
  project: IntakeProject,
  tasks: PreparedTask[],
): Promise<(InsertedTask | null)[]> {
  const rows = rowsOf(project, tasks)
  const created = new Map((await writeDrafts(sql, workspaceId, project, rows)).map((row) => [row.id, row.created_at]))
  return rows.map(({ id }) => {
    const created_at = created.get(id)
    return created_at === undefined ? null : { state: 'created', id, created_at, twin: null }
  })
}

/** @returns the rows that are to be tried again */
async function writeOrFind(
  sql: Queryable,
  workspaceId: number,
  project: IntakeProject,
  rows: Row[],
  outcomes: Map<Row, InsertedTask>,
): Promise<Row[]> {
  const created = new Map((await writeDrafts(sql, workspaceId, project, rows)).map((row) => [row.id, row.created_at]))
  for (const row of rows) {
    const created_at = created.get(row.id)
    if (created_at !== undefined)
      outcomes.set(row, { state: 'created', id: row.id, created_at, twin: row.twin ?? null })
  }
  const rest = rows.filter((row) => !created.has(row.id))
  if (rest.length === 0) return []
  const unknown = await findUnknown(sql, workspaceId, rest)
  const found = await findTaken(sql, project.id, rest)
  await healFound(sql, project.id, rest, found)
  const again: Row[] = []
  const reused: { row: Row; id: string }[] = []
  for (const row of rest) {
    const missing = row.task.references.find((sha) => unknown.has(sha))
    const named = row.task.external_id === undefined ? undefined : found.byId.get(row.task.external_id)
    const same = found.byContent.get(row.hash)
    if (missing !== undefined) outcomes.set(row, { state: 'unknown_asset', sha256: missing })
    else if (named?.content_hash === row.hash) {
      outcomes.set(row, { state: 'duplicate', id: named.id, by: 'external_id', status: named.status })
      reused.push({ row, id: named.id })
    } else if (named) outcomes.set(row, { state: 'conflict', id: named.id })
    else if (same && !row.keeps && !isKeptApart(row.task, same.external_id)) {
      outcomes.set(row, { state: 'duplicate', id: same.id, by: 'content', status: same.status })
      reused.push({ row, id: same.id })
    } else again.push({ ...row })
  }
  for (const row of again) {
    const same = found.byContent.get(row.hash)
    row.repeated = same !== undefined
    row.twin = same?.id ?? null
  }
  await addNames(sql, project.id, reused)
  // Rows are known by their identity: what is tried again takes the place of what was tried.
  return again.map((row) => Object.assign(rest.find(({ id }) => id === row.id) as Row, row))
}

/** Pictures that were named but are not the workspace's. */
async function findUnknown(sql: Queryable, workspaceId: number, rows: Row[]): Promise<Set<string>> {
  const named = [...new Set(rows.flatMap(({ task }) => task.references))]
  if (named.length === 0) return new Set()
  const found = await sql<{ sha256: string }[]>`
    select sha256 from assets where workspace_id = ${workspaceId} and sha256 = any(${named})`
  const known = new Set(found.map((row) => row.sha256))
  return new Set(named.filter((sha) => !known.has(sha)))
}

type Found = {
  id: string
  external_id: string | null
  content_hash: string
  status: Task['status']
  unshown: boolean
}

/** What is in the way: tasks with these ids, and the first tasks with these contents. */
async function findTaken(sql: Queryable, projectId: number, rows: Row[]) {
  const externalIds = rows.flatMap(({ task }) => task.external_id ?? [])
  const hashes = [...new Set(rows.map(({ hash }) => hash))]
  const taken = await sql<(Found & { repeated: boolean })[]>`
    select id, external_id, content_hash, repeated, status, status = 'unreadable' or lane = -1 as unshown from tasks where project_id = ${projectId} and external_id = any(${externalIds})
    union
    select id, external_id, content_hash, repeated, status, status = 'unreadable' or lane = -1 as unshown from tasks
    where project_id = ${projectId} and content_hash = any(${hashes}) and not repeated`
  return {
    byId: new Map(taken.map((row) => [row.external_id, row])),
    byContent: new Map(taken.flatMap((row) => (row.repeated ? [] : [[row.content_hash, row] as const]))),
  }
}

/** Tasks of the same content that could not be shown: their pictures have just come again. */
async function healFound(
  sql: Queryable,
  projectId: number,
  rows: Row[],
  { byId, byContent }: { byId: Map<string | null, Found>; byContent: Map<string, Found> },
): Promise<void> {
  const hashes = new Set(rows.map(({ hash }) => hash))
  const unshown = [...byId.values(), ...byContent.values()].filter((one) => one.unshown && hashes.has(one.content_hash))
  if (unshown.length === 0) return
  const healed = new Set(await healTasks(sql, projectId, [...new Set(unshown.map(({ id }) => id))]))
  for (const one of unshown) if (healed.has(one.id)) one.status = 'open'
}

/** Notes names and ids that came with a task that is there already, so that each of them finds it. */
async function addNames(sql: Queryable, projectId: number, reused: { row: Row; id: string }[]): Promise<void> {
  const news = reused.flatMap(({ row: { task }, id }) =>
    task.name === undefined && ownId(task) === null
      ? []
      : [{ id, name: task.name ?? null, own: ownId(task), words: nameWords(task) }],
  )
  if (news.length === 0) return
  // One at a time where a task has several in one batch: an update sees the row as it was before the statement.
  for (const wave of wavesOf(news)) await addNamesOnce(sql, projectId, wave)
}

type NewName = { id: string; name: string | null; own: string | null; words: string }

function wavesOf(news: NewName[]): NewName[][] {
  const waves: NewName[][] = []
  const counts = new Map<string, number>()
  for (const one of news) {
    const wave = counts.get(one.id) ?? 0
    counts.set(one.id, wave + 1)
    waves[wave] = [...(waves[wave] ?? []), one]
  }
  return waves
}

/** The id that says only what the picture is gives way to one that its sender has chosen. Sorted: one order of locks. */
async function addNamesOnce(sql: Queryable, projectId: number, news: NewName[]): Promise<void> {
  await sql`
    with sent as materialized (
      select * from jsonb_to_recordset(${sql.json(news as never)}) as s (id uuid, name text, own text, words text) order by id
    ), locked as materialized (
      select t.id from tasks t join sent s on s.id = t.id where t.project_id = ${projectId} order by t.id for update of t
    ), named as (
      update tasks t
      set name = coalesce(t.name, s.name),
          also = case when t.name is not null and s.name is not null and s.name <> t.name and not s.name = any(coalesce(t.also, '{}'))
                      then array_append(t.also, s.name) else t.also end,
          external_id = coalesce(s.own, t.external_id)
      from sent s join locked using (id)
      where t.project_id = ${projectId} and t.id = s.id
        and (t.name is null and s.name is not null
             or s.name <> t.name and not s.name = any(coalesce(t.also, '{}'))
             or s.own is not null and t.external_id is distinct from s.own)
      returning t.id, s.words
    )
    update task_words w set words = w.words || n.words from named n where w.project_id = ${projectId} and w.task_id = n.id`
}

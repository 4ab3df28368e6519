import { createHash } from 'node:crypto'
import type { AnswerItem } from '@whisker/api/answers.ts'
import type { Metadata, Task } from '@whisker/api/tasks.ts'
import { insertAssets, type TakenAsset } from '../assets/intake.ts'
import type { Queryable } from '../database/connect.ts'
import { eventResultOf } from '../events/result.ts'
import { event, ofTask, tell } from '../events/tell.ts'
import { text } from '../events/text.ts'
import { followNewest } from '../projects/due.ts'
import { newId } from '../projects/ids.ts'
import { putKnownOfNew } from '../results/put.ts'
import { resultColumns } from '../results/result-row.ts'
import { type Duplicates, isKeptApart, keepsTwins, ownId } from './content-identity.ts'
import type { IntakeProject } from './intake-project.ts'
import { goldPlaces, knownResult } from './known-answer.ts'
import { healTasks } from './reopen.ts'
import { nameWords, searchWords } from './words.ts'

/** A task that has been read and checked, ready to be written. */
export type PreparedTask = {
  items: Record<string, string>[]
  /** Of its content ({@link contentHash}), where it is known already. */
  hash?: string
  assets: TakenAsset[]
  references: string[]
  external_id?: string | undefined
  name?: string | undefined
  metadata?: Metadata | undefined
  /** The right answer, where it is known. */
  gold?: AnswerItem[] | undefined
  /** Gold for practice only. */
  training?: boolean | undefined
  duplicates?: Duplicates | undefined
}

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
  const rows = tasks.map((task): Row => {
    const hash = task.hash ?? contentHash(task)
    return { task, id: newId(project.id), hash, keeps: keepsTwins(task), repeated: false }
  })
  const outcomes = new Map<Row, InsertedTask>()
  // A second pass writes what was kept apart from a task of the same content; a third, what lost a race in between.
  for (let pending = rows, pass = 1; pending.length > 0; pass++) {
    if (pass > 5) throw new Error('A task was neither written nor there.')
    pending = await writeOrFind(sql, workspaceId, project, pending, outcomes)
  }
  return rows.map((row) => outcomes.get(row) as InsertedTask)
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

type Row = {
  task: PreparedTask
  id: string
  hash: string
  /** Its sender wants it, whether there is one of the same content or not. */
  keeps: boolean
  repeated: boolean
  twin?: string | null
}

async function writeDrafts(sql: Queryable, workspaceId: number, project: IntakeProject, rows: Row[]) {
  const places = rows.some(({ task }) => task.gold) ? await goldPlaces(sql, project) : null
  const assets = new Map(rows.flatMap(({ task }) => task.assets).map((asset) => [asset.sha256, asset]))
  const drafts = rows.map(({ task, id, hash, keeps, repeated }) => ({
    id,
    keeps,
    repeated,
    words: searchWords(project.input_spec, task),
    external_id: task.external_id ?? null,
    name: task.name ?? null,
    metadata: task.metadata ?? {},
    content_hash: hash,
    gold: task.gold && goldColumns(project, task.gold, places?.(), task.training ? 3 : 2),
    items: task.items,
    pictures: [...new Set([...task.references, ...task.assets.map((asset) => asset.sha256)])],
    // Pictures that come with this very statement need not be there already.
    named: task.references.filter((sha) => !assets.has(sha)),
  }))
  const named = [...new Set(drafts.flatMap((draft) => draft.named))]
  return sql<{ id: string; created_at: string }[]>`
    with draft as materialized (
      select * from rows from (jsonb_to_recordset(${sql.json(drafts as never)})
        as (id uuid, external_id text, name text, metadata jsonb, content_hash text, gold jsonb, items jsonb, pictures jsonb, named jsonb,
            keeps boolean, repeated boolean, words text))
        with ordinality as d (id, external_id, name, metadata, content_hash, gold, items, pictures, named, keeps, repeated, words, ordinal)
    ), stored as (
      ${insertAssets(sql, workspaceId, [...assets.values()])}
    ), known as materialized (
      select sha256 from assets where workspace_id = ${workspaceId} and sha256 = any(${named}) for key share
    ), made as (
      insert into tasks (project_id, id, version, wanted, item_count, external_id, name, metadata, content_hash,
                         gold, status, lane, completed_at, repeated)
      select ${project.id}, id, ${project.version}, coalesce((gold ->> 'places')::int, ${project.min_answers}), jsonb_array_length(items),
             external_id, name, metadata, content_hash, gold is not null, case when gold is null then 'open' else 'completed' end,
             coalesce((gold ->> 'lane')::smallint, 0), case when gold is not null then now() end,
             repeated or (keeps and (
               row_number() over (partition by content_hash order by ordinal) > 1
               or (select true from tasks t where t.project_id = ${project.id} and t.content_hash = draft.content_hash
                         and not t.repeated limit 1) is not null))
      from draft
      where not exists (select from jsonb_array_elements_text(named) as n (sha256) where n.sha256 not in (select sha256 from known))
      order by ordinal
      on conflict do nothing
      returning id, external_id, created_at
    ), made_items as (
      insert into items (project_id, task_id, item, "values")
      select ${project.id}, d.id, i.ordinal - 1, i.value
      from draft d join made using (id) cross join lateral jsonb_array_elements(d.items) with ordinality as i (value, ordinal)
    ), made_words as (
      insert into task_words (project_id, task_id, words)
      select ${project.id}, d.id, d.words from draft d join made using (id)
    ), made_pictures as (
      insert into task_assets (project_id, task_id, sha256, workspace_id)
      select ${project.id}, d.id, p.value, ${workspaceId}
      from draft d join made using (id) cross join lateral jsonb_array_elements_text(d.pictures) as p (value)
    ), made_gold as (
      insert into gold (project_id, task_id, answer, source)
      select ${project.id}, d.id, d.gold -> 'answer', 'api' from draft d join made using (id) where d.gold is not null
    ), made_results as (
      ${putKnownOfNew(sql, project.id, sql`draft d join made using (id) where d.gold is not null`)}
    ), made_events as (
      ${tell(
        sql,
        { projectId: project.id, workspaceId, from: text`draft d join made m on m.id = d.id`, order: text`d.ordinal` },
        event('task.created', ofTask('m')),
        event(
          'task.completed',
          { ...ofTask('m'), answers: 0, result_of: eventResultOf(sql, sql`d.gold -> 'fields'`) },
          sql`d.gold is not null`,
        ),
      )}
    ), behind as (
      -- The form was changed since the sender's project was read, as in a long stream.
      ${followNewest(sql, project.id, project.version)}
    )
    select id, created_at from made`
}

function goldColumns(project: IntakeProject, answer: AnswerItem[], places: number | undefined, lane: 2 | 3) {
  const { fields, labels } = resultColumns(project.id, project.output_spec, knownResult(project.output_spec, answer))
  return { answer, fields, labels, places, lane }
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

/** Two tasks have the same content when their items, and known answers, have the same values; pictures are compared by their hash. */
export function contentHash({ items, gold, training }: Pick<PreparedTask, 'items' | 'gold' | 'training'>): string {
  const sorted = (objects: object[]) => objects.map((item) => Object.entries(item).sort(([a], [b]) => (a < b ? -1 : 1)))
  const content = gold ? [sorted(items), sorted(gold), ...(training ? ['training'] : [])] : sorted(items)
  return createHash('sha256').update(JSON.stringify(content)).digest('base64')
}

import { createHash } from 'node:crypto'
import type { AnswerItem } from '@whisker/api/answers.ts'
import type { Asset } from '@whisker/api/assets.ts'
import { insertAssets } from '../assets/intake.ts'
import type { Queryable } from '../database/connect.ts'
import { newId } from '../projects/ids.ts'
import type { IntakeProject } from './intake-project.ts'
import { goldPlaces, knownResult } from './known-answer.ts'
import { resultColumns } from './result-row.ts'

/** A task that has been read and checked, ready to be written. */
export type PreparedTask = {
  items: Record<string, string>[]
  assets: Asset[]
  references: string[]
  external_id?: string | undefined
  name?: string | undefined
  metadata?: Record<string, string> | undefined
  /** The right answer, where it is known. */
  gold?: AnswerItem[] | undefined
  /** Gold for practice only. */
  training?: boolean | undefined
}

export type InsertedTask =
  | { state: 'created'; id: string; created_at: string }
  | { state: 'duplicate'; id: string }
  /** The `external_id` is taken by a task with other content. */
  | { state: 'conflict'; id: string }
  /** A picture was named that the workspace does not have. */
  | { state: 'unknown_asset'; sha256: string }

/**
 * Writes tasks with their items, pictures and events: one statement for any number of tasks. Invariants:
 * - a task exists with all of its items, pictures and events, a gold task with its known answer as result, or not at all;
 * - `external_id` is unique in a project, also against a request that runs at the same time: `on conflict do nothing`
 *   waits for the other transaction, and what was not inserted is read back as a duplicate;
 * - pictures that are named must be the workspace's; the key-share lock keeps a sweep from taking one away meanwhile;
 * - the answers come in the order of the tasks.
 *
 * Needs no transaction around it: what follows only reads.
 */
export async function insertTasks(
  sql: Queryable,
  workspaceId: number,
  project: IntakeProject,
  tasks: PreparedTask[],
): Promise<InsertedTask[]> {
  const rows = tasks.map((task) => ({ task, id: newId(project.id), hash: contentHash(task) }))
  const created = new Map((await writeDrafts(sql, workspaceId, project, rows)).map((row) => [row.id, row.created_at]))
  const rest = rows.filter((row) => !created.has(row.id))
  const unknown = await findUnknown(sql, workspaceId, rest)
  const taken = await findTaken(sql, project.id, rest)
  return rows.map(({ task, id, hash }): InsertedTask => {
    const createdAt = created.get(id)
    if (createdAt !== undefined) return { state: 'created', id, created_at: createdAt }
    const missing = task.references.find((sha) => unknown.has(sha))
    if (missing !== undefined) return { state: 'unknown_asset', sha256: missing }
    const other = taken.get(task.external_id ?? '')
    if (!other) throw new Error('A task was neither written nor there.')
    return { state: other.hash === hash ? 'duplicate' : 'conflict', id: other.id }
  })
}

type Row = { task: PreparedTask; id: string; hash: string }

async function writeDrafts(sql: Queryable, workspaceId: number, project: IntakeProject, rows: Row[]) {
  const places = rows.some(({ task }) => task.gold) ? await goldPlaces(sql, project) : null
  const assets = new Map(rows.flatMap(({ task }) => task.assets).map((asset) => [asset.sha256, asset]))
  const drafts = rows.map(({ task, id, hash }) => ({
    id,
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
        as (id uuid, external_id text, name text, metadata jsonb, content_hash text, gold jsonb, items jsonb, pictures jsonb, named jsonb))
        with ordinality as d (id, external_id, name, metadata, content_hash, gold, items, pictures, named, ordinal)
    ), stored as (
      ${insertAssets(sql, workspaceId, [...assets.values()])}
    ), known as materialized (
      select sha256 from assets where workspace_id = ${workspaceId} and sha256 = any(${named}) for key share
    ), made as (
      insert into tasks (project_id, id, version, wanted, item_count, external_id, name, metadata, content_hash,
                         gold, status, lane, completed_at)
      select ${project.id}, id, ${project.version}, coalesce((gold ->> 'places')::int, ${project.min_answers}), jsonb_array_length(items),
             external_id, name, metadata, content_hash, gold is not null, case when gold is null then 'open' else 'completed' end,
             coalesce((gold ->> 'lane')::smallint, 0), case when gold is not null then now() end
      from draft
      where not exists (select from jsonb_array_elements_text(named) as n (sha256) where n.sha256 not in (select sha256 from known))
      order by ordinal
      on conflict (project_id, external_id) where external_id is not null do nothing
      returning id, external_id, created_at
    ), made_items as (
      insert into items (project_id, task_id, item, "values")
      select ${project.id}, d.id, i.ordinal - 1, i.value
      from draft d join made using (id) cross join lateral jsonb_array_elements(d.items) with ordinality as i (value, ordinal)
    ), made_pictures as (
      insert into task_assets (project_id, task_id, sha256, workspace_id)
      select ${project.id}, d.id, p.value, ${workspaceId}
      from draft d join made using (id) cross join lateral jsonb_array_elements_text(d.pictures) as p (value)
    ), made_gold as (
      insert into gold (project_id, task_id, answer, source)
      select ${project.id}, d.id, d.gold -> 'answer', 'api' from draft d join made using (id) where d.gold is not null
    ), made_results as (
      insert into results (project_id, task_id, fields, answers, confidence, labels, method, practice)
      select ${project.id}, d.id, d.gold -> 'fields', 0, 1, array(select jsonb_array_elements_text(d.gold -> 'labels')), 'gold',
             (d.gold ->> 'lane')::int = 3
      from draft d join made using (id) where d.gold is not null
    ), made_events as (
      insert into events (project_id, workspace_id, type, data)
      select ${project.id}, ${workspaceId}, e.type,
             jsonb_build_object('project_id', ${project.id}::int, 'task_id', made.id, 'external_id', made.external_id) || e.more
      from draft join made using (id) cross join lateral (
        select 'task.created' as type, '{}'::jsonb as more
        union all
        select 'task.completed', jsonb_build_object('answers', 0, 'result',
                 case when octet_length((draft.gold -> 'fields')::text) <= 16000 then draft.gold -> 'fields' end)
        where draft.gold is not null) e
      order by draft.ordinal, e.type desc
    ), behind as (
      -- The form was changed since the sender's project was read, as in a long stream: these tasks follow it as well.
      update projects set following = jsonb_build_object('apply_to', coalesce(following ->> 'apply_to', 'unanswered'),
               'stage', 0, 'from', '00000000-0000-0000-0000-000000000000', 'since', null)
      where id = ${project.id} and version > ${project.version}
    )
    select id, created_at from made`
}

function goldColumns(project: IntakeProject, answer: AnswerItem[], places: number | undefined, lane: 2 | 3) {
  const { fields, labels } = resultColumns(project.id, knownResult(project.output_spec, answer))
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

async function findTaken(sql: Queryable, projectId: number, rows: Row[]) {
  const externalIds = rows.flatMap(({ task }) => task.external_id ?? [])
  if (externalIds.length === 0) return new Map<string, { id: string; hash: string }>()
  const taken = await sql<{ id: string; external_id: string; content_hash: string }[]>`
    select id, external_id, content_hash from tasks where project_id = ${projectId} and external_id = any(${externalIds})`
  return new Map(taken.map((row) => [row.external_id, { id: row.id, hash: row.content_hash }]))
}

/** Two tasks have the same content when their items, and known answers, have the same values; pictures are compared by their hash. */
function contentHash({ items, gold, training }: PreparedTask): string {
  const sorted = (objects: object[]) => objects.map((item) => Object.entries(item).sort(([a], [b]) => (a < b ? -1 : 1)))
  const content = gold ? [sorted(items), sorted(gold), ...(training ? ['training'] : [])] : sorted(items)
  return createHash('sha256').update(JSON.stringify(content)).digest('base64')
}

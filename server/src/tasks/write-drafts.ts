import { createHash } from 'node:crypto'
import type { AnswerItem } from '@whisker/api/answer-check.ts'
import type { Metadata } from '@whisker/api/tasks.ts'
import { insertAssets, type TakenAsset } from '../assets/intake.ts'
import type { Queryable } from '../database/connect.ts'
import { eventResultOf } from '../events/result.ts'
import { event, ofTask, tell } from '../events/tell.ts'
import { text } from '../events/text.ts'
import { breath } from '../jobs/breath.ts'
import { followNewest } from '../projects/due.ts'
import { newId } from '../projects/ids.ts'
import { putKnownOfNew } from '../results/put.ts'
import { resultColumns } from '../results/result-row.ts'
import { type Duplicates, keepsTwins } from './content-identity.ts'
import type { IntakeProject } from './intake-project.ts'
import { goldPlaces, knownResult } from './known-answer.ts'
import { searchWords } from './words.ts'

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

/** A task as it is to be written. */
export type Row = {
  task: PreparedTask
  id: string
  hash: string
  /** Its sender wants it, whether there is one of the same content or not. */
  keeps: boolean
  repeated: boolean
  twin?: string | null
}

export function rowsOf(project: IntakeProject, tasks: PreparedTask[]): Row[] {
  return tasks.map((task) => {
    const hash = task.hash ?? contentHash(task)
    return { task, id: newId(project.id), hash, keeps: keepsTwins(task), repeated: false }
  })
}

/** Writes what is new of them, in one statement. @returns those that were written */
export async function writeDrafts(sql: Queryable, workspaceId: number, project: IntakeProject, rows: Row[]) {
  const places = rows.some(({ task }) => task.gold) ? await goldPlaces(sql, project) : null
  const assets = new Map(rows.flatMap(({ task }) => task.assets).map((asset) => [asset.sha256, asset]))
  const draft = ({ task, id, hash, keeps, repeated }: Row) => ({
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
  })
  const drafts: ReturnType<typeof draft>[] = []
  const breathe = breath()
  for (const row of rows) {
    drafts.push(draft(row))
    await breathe()
  }
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

/** Two tasks have the same content when their items, and known answers, have the same values; pictures are compared by their hash. */
export function contentHash({ items, gold, training }: Pick<PreparedTask, 'items' | 'gold' | 'training'>): string {
  const sorted = (objects: object[]) => objects.map((item) => Object.entries(item).sort(([a], [b]) => (a < b ? -1 : 1)))
  const content = gold ? [sorted(items), sorted(gold), ...(training ? ['training'] : [])] : sorted(items)
  return createHash('sha256').update(JSON.stringify(content)).digest('base64')
}

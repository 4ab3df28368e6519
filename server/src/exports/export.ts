import { type ExportFormat, exportFormat } from '@whisker/api/export-formats.ts'
import type { Fragment } from 'postgres'
import type { Queryable, Sql } from '../database/connect.ts'
import { readAhead } from '../database/read-ahead.ts'
import { weighedCursor } from '../database/weighed-cursor.ts'
import { decodeSnapshot, encodeSnapshot, endAt, invalidCursor, withAllBelow } from './cursor.ts'
import type { Spec } from './export-fields.ts'
import { type Writer, type Written, writers } from './formats.ts'

export type ExportOptions = Omit<Written, 'specs'> & {
  format: ExportFormat
  after: string | undefined
  /** Tasks to review as well. */
  likely: boolean
}
export type Export = Omit<Snapshot, 'rows' | 'specs' | 'ask'> & { contentType: string; chunks: AsyncGenerator<string> }

export type VersionSpec = Spec & { version: number }

/** The results of a project at one moment. Each of `rows` is a `ResultRow` as JSON, in the order of tasks. */
export type Snapshot = {
  cursor: string
  specs: VersionSpec[]
  rows: AsyncGenerator<{ row: string }[]>
  /** Asks what else was there at that moment. */
  ask: Sql
  /** Gives the connection back. To be called when the stream is over, also when nobody read from it. */
  close: () => Promise<void>
}

const rowsAtOnce = 1000

/** Results as text, row by row. See {@link openSnapshot}. */
export async function openExport(
  sql: Sql,
  projectId: number,
  options: ExportOptions,
  primary?: Queryable,
): Promise<Export> {
  const { rows, specs, ask: _, ...opened } = await openSnapshot(sql, projectId, options, primary)
  const contentType = `${exportFormat(options.format).type}; charset=utf-8`
  return { ...opened, contentType, chunks: write(rows, writers[options.format]({ ...options, specs })) }
}

/**
 * Streams the results of a project from one snapshot, in bounded memory: a repeatable-read transaction and a cursor.
 *
 * Practice tasks are not in it, and neither is what waits for a reviewer unless it is asked for (`likely`): its result is the
 * model's opinion, and gets a new transaction (`xid`) when it is final.
 *
 * Where an export ends is told by its snapshot, not by a last row: rows are not committed in the order of their ids. With
 * `after`, only what that snapshot did not see is given. So a sequence of exports has every result once, without gaps,
 * whatever was being written meanwhile; a result that changed since comes again, and one that is no more is told
 * (`withdrawn`). The cursor ends at the newest transaction that left something here (`endAt`).
 *
 * A standby does not know which transactions are under way on the primary (its snapshots list none): there an export ends
 * at the oldest one that is. Nor does it know which of them will stay: it may have more than the standby that becomes primary,
 * whose transactions then get those numbers again. So it also ends where the primary has finished. It may be behind what the
 * cursor has seen (of another standby, of the primary): then there is nothing new, and the cursor stays.
 *
 * @param primary asked for what it has finished, where `sql` may be a standby
 */
export async function openSnapshot(
  sql: Sql,
  projectId: number,
  options: Pick<ExportOptions, 'after' | 'likely'>,
  primary?: Queryable,
): Promise<Snapshot> {
  const after = options.after === undefined ? null : decodeSnapshot(options.after)
  // Before the standby's own snapshot, so that this is the older one.
  const finished = primary && (await readFinished(primary))
  const { connection, end } = await holdSnapshot(sql)
  try {
    if (!after)
      await connection`
        select set_config(name, 'off', true) from (values ('enable_nestloop'), ('enable_hashjoin')) as s (name)`
    const [head] = await connection<Head[]>`
      select pg_current_snapshot()::text as snapshot, pg_is_in_recovery() as standby, greatest(
               (select xid from results where project_id = ${projectId} order by xid desc limit 1),
               (select xid from withdrawn_results where project_id = ${projectId} order by xid desc limit 1))::text as last,
             (select jsonb_agg(jsonb_build_object('version', version, 'inputs', input_spec, 'outputs', output_spec) order by version desc)
              from project_versions where project_id = ${projectId}) as specs`
    const { snapshot, standby, last, specs } = head as Head
    const [xmin = '0', xmax = '0'] = snapshot.split(':')
    if (after && BigInt(after.split(':')[0] as string) > BigInt(finished?.xmax ?? xmax)) throw invalidCursor()
    const below = finished && BigInt(finished.xmin) < BigInt(xmin) ? finished.xmin : xmin
    const isNew = (xid: Fragment) => connection`
      ${after ? connection`and ${xid} >= pg_snapshot_xmin(${after}::text::pg_snapshot) and not pg_visible_in_snapshot(${xid}, ${after}::text::pg_snapshot)` : connection``}
      ${standby ? connection`and ${xid} < ${below}::text::xid8` : connection``}`
    const given = isGiven(connection, options.likely)
    // concat and not json_build_object, which looks up the type of each of its 24 arguments for every row.
    const query = connection`
      select concat('{"task_id":"', t.id, '","external_id":', coalesce(to_json(t.external_id)::text, 'null'),
               ',"name":', coalesce(to_json(t.name)::text, 'null'), ',"other_names":', coalesce(to_json(t.also)::text, '[]'), ',"metadata":', coalesce(t.metadata::text, 'null'),
               ',"version":', t.version, ',"task_spec":', i.spec, ',"result":', coalesce(r.fields::text, 'null'),
               ',"answers":', r.answers, ',"gold":', to_json(t.gold), ',"method":', coalesce(to_json(r.method)::text, 'null'),
               ',"corrected":', to_json(r.corrected_at is not null),
               ',"completed_at":', coalesce(to_json(t.completed_at)::text, 'null'), ',"status":"', t.status, '"}') as row
      from results r join tasks t on t.project_id = r.project_id and t.id = r.task_id
      ${after ? itemsOfOne(connection) : itemsOfAll(connection, projectId)}
      where r.project_id = ${projectId} and ${given} ${isNew(connection`r.xid`)}
      ${after ? connection`union all ${withdrawn(connection, projectId, given, isNew(connection`w.xid`))} order by row` : connection`order by r.task_id`}
      `
    const rows = weighedCursor<{ row: string }>(connection, query, rowsAtOnce, ({ row }) => row.length)
    return {
      cursor: encodeSnapshot(standby ? onStandby(after, below, last) : endAt(snapshot, last)),
      specs: specs ?? [],
      rows: readAhead(rows),
      ask: connection as unknown as Sql,
      close: end,
    }
  } catch (error) {
    await end()
    throw error
  }
}

/** Condition: result `r` of task `t` is given out. */
export const isGiven = (sql: Queryable, likely: boolean) => sql`
  not r.practice ${likely ? sql`` : sql`and (t.status = 'completed' or t.status <> 'needs_review' and t.completed_at is not null)`}`

/** A connection that sees one moment, for as long as it takes; to be given back with `end`. */
export async function holdSnapshot(sql: Sql) {
  const connection = await sql.reserve()
  const end = async () => {
    await connection`rollback`.catch(() => {})
    connection.release()
  }
  try {
    await connection`begin isolation level repeatable read, read only`
    await connection`set local statement_timeout = 0`
    await connection`set local idle_in_transaction_session_timeout = '10min'`
    return { connection, end }
  } catch (error) {
    await end()
    throw error
  }
}

/** Below `xmin` all that was begun is over, and is kept by whoever becomes primary next; from `xmax` nothing has begun. */
async function readFinished(primary: Queryable): Promise<{ xmin: string; xmax: string }> {
  const [row] = await primary<{ xmin: string; xmax: string }[]>`
    select pg_snapshot_xmin(s)::text as xmin, pg_snapshot_xmax(s)::text as xmax from pg_current_snapshot() s`
  return row as { xmin: string; xmax: string }
}

/** Everything below `below`, and what was seen before. */
function onStandby(after: string | null, below: string, last: string | null): string {
  const end = endAt(`${below}:${below}:`, last)
  return after ? withAllBelow(after, BigInt(end.split(':')[0] as string)) : end
}

// The items of a task as a list, in two ways: for a whole project three indexes are walked side by side; for what is new since a
// cursor a few look-ups are all there is.
//
// That the indexes are walked side by side is not left to statistics: those of a minute ago say that a project which has just
// come in has one row, and for each of its 20,000 all items were then grouped anew (more than 60 s instead of 1).
const itemsOfAll = (sql: Queryable, projectId: number) => sql`
  join (select task_id, json_agg("values" order by item) as spec from items where project_id = ${projectId} group by task_id) i
  on i.task_id = r.task_id`
const itemsOfOne = (sql: Queryable) => sql`
  cross join lateral (select json_agg("values" order by item) as spec from items
                      where project_id = r.project_id and task_id = r.task_id) i`

type Head = { snapshot: string; standby: boolean; last: string | null; specs: VersionSpec[] | null }

/** What the export before may have given and this one would not: the task is named as far as it is there. */
const withdrawn = (sql: Queryable, projectId: number, isGiven: Fragment, isNew: Fragment) => sql`
  select concat('{"task_id":"', w.task_id, '","external_id":', coalesce(to_json(t.external_id)::text, 'null'),
           ',"name":', coalesce(to_json(t.name)::text, 'null'), ',"other_names":', coalesce(to_json(t.also)::text, '[]'), ',"metadata":', coalesce(t.metadata::text, '{}'),
           ',"version":', coalesce(t.version::text, 'null'), ',"task_spec":', coalesce(i.spec::text, '[]'),
           ',"result":null,"answers":', coalesce(t.answered, 0), ',"gold":', to_json(coalesce(t.gold, false)),
           ',"method":null,"corrected":false,"completed_at":null,"status":"withdrawn"}') as row
  from withdrawn_results w left join tasks t on t.project_id = w.project_id and t.id = w.task_id
  cross join lateral (select json_agg("values" order by item) as spec from items
                      where project_id = w.project_id and task_id = w.task_id) i
  where w.project_id = ${projectId} ${isNew}
    and not exists (select from results r where r.project_id = w.project_id and r.task_id = w.task_id and ${isGiven})`

export async function* write(rows: AsyncIterable<{ row: string }[]>, writer: Writer): AsyncGenerator<string> {
  if (writer.begin) yield writer.begin
  for await (const batch of rows) yield writer.rows(batch)
  if (writer.end) yield writer.end
}

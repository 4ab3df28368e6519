import type { OutputField } from '@whisker/api/fields.ts'
import type { ResultRow } from '@whisker/api/results.ts'
import type { Sql } from '../database/connect.ts'
import { ApiProblem } from '../http/problem.ts'
import { csvHeader, csvLines } from './csv.ts'

export type ExportOptions = { format: 'jsonl' | 'csv' | 'json'; after: string | undefined; safeCsv: boolean }
export type Export = { cursor: string; contentType: string; chunks: AsyncGenerator<string> }

const rowsAtOnce = 1000
const contentTypes = {
  jsonl: 'application/x-ndjson; charset=utf-8',
  csv: 'text/csv; charset=utf-8',
  json: 'application/json; charset=utf-8',
}

/**
 * Streams the results of a project from one snapshot, in bounded memory: a repeatable-read transaction and a cursor.
 *
 * Where an export ends is told by its snapshot, not by a last row: rows are not committed in the order of their ids. With
 * `after`, only what that snapshot did not see is given. So a sequence of exports has every result once, without gaps,
 * whatever was being written meanwhile; a result that changed since comes again.
 */
export async function openExport(sql: Sql, projectId: number, options: ExportOptions): Promise<Export> {
  const after = options.after === undefined ? null : readCursor(options.after)
  const connection = await sql.reserve()
  try {
    await connection`begin isolation level repeatable read, read only`
    await connection`set local statement_timeout = 0`
    await connection`set local idle_in_transaction_session_timeout = '10min'`
    const [head] = await connection<{ snapshot: string; specs: OutputField[][] }[]>`
      select pg_current_snapshot()::text as snapshot,
             (select jsonb_agg(output_spec order by version desc) from project_versions where project_id = ${projectId}) as specs`
    const { snapshot, specs } = head as { snapshot: string; specs: OutputField[][] }
    const fields = unionOfFields(specs)
    const rows = connection<{ row: string }[]>`
      select jsonb_build_object('task_id', t.id, 'external_id', t.external_id, 'name', t.name, 'metadata', t.metadata,
               'version', t.version, 'task_spec', (
                 select jsonb_agg(i."values" order by i.item) from items i where i.project_id = t.project_id and i.task_id = t.id),
               'result', r.fields, 'answers', r.answers, 'completed_at', t.completed_at)::text as row
      from results r join tasks t on t.project_id = r.project_id and t.id = r.task_id
      where r.project_id = ${projectId}
        ${after ? connection`and r.xid >= pg_snapshot_xmin(${after}::text::pg_snapshot) and not pg_visible_in_snapshot(r.xid, ${after}::text::pg_snapshot)` : connection``}
      order by r.xid, r.task_id`.cursor(rowsAtOnce)
    const chunks = write(rows, options, fields, async (finished) => {
      if (finished) await connection`commit`
      else await connection`rollback`.catch(() => {})
      connection.release()
    })
    return { cursor: Buffer.from(snapshot).toString('base64url'), contentType: contentTypes[options.format], chunks }
  } catch (error) {
    await connection`rollback`.catch(() => {})
    connection.release()
    throw error
  }
}

async function* write(
  rows: AsyncIterable<{ row: string }[]>,
  options: ExportOptions,
  fields: string[],
  close: (finished: boolean) => Promise<void>,
): AsyncGenerator<string> {
  let finished = false
  let separator = '\n'
  try {
    if (options.format === 'csv') yield csvHeader(fields, options.safeCsv)
    if (options.format === 'json') yield '['
    for await (const batch of rows) {
      if (options.format === 'jsonl') yield batch.map(({ row }) => `${row}\n`).join('')
      else if (options.format === 'json') {
        yield separator + batch.map(({ row }) => row).join(',\n')
        separator = ',\n'
      } else yield batch.map(({ row }) => csvLines(JSON.parse(row) as ResultRow, fields, options.safeCsv)).join('')
    }
    if (options.format === 'json') yield '\n]\n'
    finished = true
  } finally {
    await close(finished)
  }
}

/** Fields of all versions, the newest version's first. */
function unionOfFields(specs: OutputField[][]): string[] {
  return [...new Set(specs.flatMap((spec) => spec.map((field) => field.name)))]
}

function readCursor(cursor: string): string {
  const snapshot = Buffer.from(cursor, 'base64url').toString()
  if (!/^\d{1,19}:\d{1,19}:(\d{1,19}(,\d{1,19})*)?$/.test(snapshot))
    throw new ApiProblem('invalid_cursor', 'Use the value of the header Whisker-Cursor of the export before as it is.')
  return snapshot
}

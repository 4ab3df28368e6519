import { writeCell } from '@whisker/api/cells.ts'
import { csvLine, csvStyles, guardCell } from '@whisker/api/csv.ts'
import type { AnswersFormat, ExportedAnswer } from '@whisker/api/exports.ts'
import type { Sql } from '../database/connect.ts'
import { readAhead } from '../database/read-ahead.ts'
import { weighedCursor } from '../database/weighed-cursor.ts'
import { holdSnapshot, type VersionSpec } from './export.ts'
import { fieldsOf } from './export-fields.ts'
import type { Written } from './formats.ts'
import { parquet } from './parquet/parquet.ts'
import type { Carried } from './parquet/table.ts'

type Row = Omit<ExportedAnswer, 'worker_id'> & { person_id: string; weight: number }
type Options = Omit<Written, 'specs'> & {
  format: AnswersFormat
  /** By what id the workspace knows a person. */
  workerOf(personId: string): string
}

const rowsAtOnce = 1000

/** Every answer of a project at one moment, by task and then by time, in bounded memory; not those that were taken back by who gave them. */
export async function openAnswers(
  sql: Sql,
  projectId: number,
  { format, dialect, safe, workerOf }: Options,
): Promise<{ chunks: AsyncGenerator<string | Buffer>; close: () => Promise<void> }> {
  const { connection, end } = await holdSnapshot(sql)
  try {
    const specs = await connection<VersionSpec[]>`
      select version, input_spec as inputs, output_spec as outputs from project_versions
      where project_id = ${projectId} order by version desc`
    const query = connection`
      select a.task_id, t.external_id, t.name, a.worker_id as person_id, a.state, a.version, a."values", a.seconds, a.submitted_at,
             t.gold, pg_column_size(a."values") as weight
      from answers a join tasks t on t.project_id = a.project_id and t.id = a.task_id
      where a.project_id = ${projectId} and a.state <> 'withdrawn'
      order by a.task_id, a.submitted_at, a.worker_id`
    const rows = readAhead(weighedCursor<Row>(connection, query, rowsAtOnce, ({ weight }) => weight))
    const named = ({ person_id, weight: _, ...row }: Row): ExportedAnswer => {
      const { task_id, external_id, name, ...rest } = row
      return { task_id, external_id, name, worker_id: workerOf(person_id), ...rest }
    }
    const [outputs] = fieldsOf(specs)
    const table = { outputs, style: csvStyles[dialect], safe }
    const title = `Answers of project ${projectId} of Whisker`
    const chunksAs: Record<AnswersFormat, () => AsyncGenerator<string | Buffer>> = {
      csv: () => asCsv(rows, named, table),
      jsonl: () => asLines(rows, named),
      parquet: () => parquet({ of: 'answers', title, specs: [...specs] }, carried(rows, named)),
    }
    return { chunks: chunksAs[format](), close: end }
  } catch (error) {
    await end()
    throw error
  }
}

type Rows = AsyncIterable<Row[]>
type Named = (row: Row) => ExportedAnswer

async function* asLines(rows: Rows, named: Named): AsyncGenerator<string> {
  for await (const batch of rows) yield batch.map((row) => `${JSON.stringify(named(row))}\n`).join('')
}

async function* carried(rows: Rows, named: Named): AsyncGenerator<Carried> {
  for await (const batch of rows)
    for (const row of batch) yield { line: JSON.stringify(named(row)), split: '', pictures: [] }
}

const own = [
  'name',
  'external_id',
  'task_id',
  'item',
  'worker_id',
  'state',
  'version',
  'seconds',
  'submitted_at',
  'gold',
]

type Table = { outputs: string[]; style: (typeof csvStyles)['standard']; safe: boolean }

/** A line an item. A field with the name of one of our columns has a `_` in front, which no field can have. */
async function* asCsv(rows: Rows, named: Named, { outputs, style, safe }: Table): AsyncGenerator<string> {
  const { separator, mark, begin } = style
  const typed = safe ? guardCell : (text: string) => text
  const titles = outputs.map((name) => (own.includes(name) ? `_${name}` : name))
  yield begin + csvLine([...own, ...titles], separator)
  const cell = (value: ExportedAnswer['values'][number][string] | undefined) => {
    if (value === undefined || value === null) return ''
    return typeof value === 'number' ? writeCell(value, mark) : typed(writeCell(value))
  }
  for await (const batch of rows) {
    let text = ''
    for (const row of batch) {
      const { task_id, external_id, name, worker_id, values, state, version, seconds, submitted_at, gold } = named(row)
      const about = [typed(name ?? ''), typed(external_id ?? ''), task_id]
      const rest = [worker_id, state, `${version}`, writeCell(seconds, mark), `${submitted_at}`, `${gold}`]
      for (const [item, said] of values.entries())
        text += csvLine([...about, `${item}`, ...rest, ...outputs.map((output) => cell(said[output]))], separator)
    }
    yield text
  }
}

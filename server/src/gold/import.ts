import { readCell } from '@whisker/api/cells.ts'
import { unguardCell } from '@whisker/api/csv.ts'
import { type CsvRow, csvRows } from '@whisker/api/csv-rows.ts'
import type { CsvFault } from '@whisker/api/csv-text.ts'
import type { InputField, OutputField } from '@whisker/api/fields.ts'
import { spokenForm } from '@whisker/api/form-change.ts'
import type { GoldReceipt } from '@whisker/api/gold.ts'
import type { FieldProblem } from '@whisker/api/problem.ts'
import type { Sql, Transaction } from '../database/connect.ts'
import { fieldsOf } from '../exports/export-fields.ts'
import { ApiProblem, invalid, invalidField } from '../problem.ts'
import { type CsvHeader, readHeader } from './csv-header.ts'
import { type FoundTask, findNamedTask } from './find-task.ts'
import { markAsGold } from './mark.ts'

type Project = { workspaceId: number; id: number; by: string | null; based_on: string | undefined }
type File = { body: AsyncIterable<Buffer>; charset: string | undefined; isGuarded: boolean }
type Row = Extract<CsvRow, { cells: string[] }>
type Spec = { version: number; input_spec: InputField[]; output_spec: OutputField[] }

// As many as a task has items.
const maxRowsOfTask = 50

/**
 * Marks the tasks of a CSV file as gold, task by task, and yields a receipt for each row: what has one is done. Memory holds
 * the rows of one task, whatever the length of the file. With a column `item` the rows of a task stand one below the other,
 * as an export writes them.
 */
export async function* importKnownAnswers(sql: Sql, project: Project, file: File): AsyncGenerator<GoldReceipt> {
  const specs = await sql<Spec[]>`
    select version, input_spec, output_spec from project_versions
    where project_id = ${project.id} order by version desc`
  const marking: Marking = { sql, project, specs, isGuarded: file.isGuarded }
  let header: CsvHeader | null = null
  let rows: Row[] = []
  for await (const row of csvRows(file.body, file.charset)) {
    try {
      if ('fault' in row) throw problemOf(row.fault)
      if (!header)
        header = readHeader(
          ...fieldsOf(specs.map(({ input_spec: inputs, output_spec: outputs }) => ({ inputs, outputs }))),
          row.cells,
        )
      else {
        if (!continues(header, rows, row)) {
          yield* markRows(marking, header, rows)
          rows = []
        }
        rows.push(row)
      }
    } catch (error) {
      if (!(error instanceof ApiProblem)) throw error
      if (header) yield* markRows(marking, header, rows)
      rows = []
      yield refusal(row.number, error, error.errors)
      // Without a header nothing behind it can be understood.
      if (!header) return
    }
  }
  if (header) yield* markRows(marking, header, rows)
}

type Marking = { sql: Sql; project: Project; specs: Spec[]; isGuarded: boolean }

/** Whether a row is another item of the task of the rows before it. */
function continues(header: CsvHeader, rows: Row[], row: Row): boolean {
  if (rows.length === 0) return true
  if (header.item === -1 || rows.length === maxRowsOfTask) return false
  const keyOf = ({ cells }: Row) => JSON.stringify(header.keys.map(({ at }) => cells[at]))
  return keyOf(rows[0] as Row) === keyOf(row) && !rows.some((one) => itemOf(header, one) === itemOf(header, row))
}

async function* markRows(marking: Marking, header: CsvHeader, rows: Row[]): AsyncGenerator<GoldReceipt> {
  if (rows.length === 0) return
  const ordered = rows.toSorted((a, b) => itemOf(header, a) - itemOf(header, b))
  try {
    const task = await markTask(marking, header, ordered)
    for (const { number } of rows) yield { row: number, status: 'marked', task_id: task.id }
  } catch (error) {
    if (!(error instanceof ApiProblem)) throw error
    for (const row of rows) {
      const own = `/answer/${ordered.indexOf(row)}`
      const isOwn = (pointer: string) => !/^\/answer\/\d/.test(pointer) || `${pointer}/`.startsWith(`${own}/`)
      const faults = (error.errors ?? []).filter(({ pointer }) => isOwn(pointer))
      const errors = faults.map((fault) => ({ ...fault, pointer: fault.pointer.replace(own, '') }))
      yield refusal(row.number, isChanged(error) ? lookAgain(errors) : errors[0] ? invalid(errors) : error, errors)
    }
  }
}

async function markTask(marking: Marking, header: CsvHeader, rows: Row[]): Promise<FoundTask> {
  const { sql, project, specs, isGuarded } = marking
  const first = rows[0] as Row
  for (const row of rows) refuseStrayCells(header, row)
  const key = header.keys.find(({ at }) => (first.cells[at] ?? '').trim() !== '')
  if (!key)
    throw invalidField(
      '',
      'required',
      `The row does not say which task is meant: ${header.keys.map(({ name }) => name).join(', ')} is empty.`,
    )
  const task = await findNamedTask(sql, project.id, key.name, first.cells[key.at] as string, isGuarded)
  const own = specs.find(({ version }) => version === task.version)
  const fields = own ? spokenForm(own, specs[0] as Spec).output_spec : []
  const answer = rows.map((row, index) => readAnswer(header, fields, row, index, isGuarded))
  const training = isTraining(header, first.cells)
  await sql.begin((tx) =>
    markAsGold(tx as Transaction, project.workspaceId, task.id, {
      ...{ answer, source: 'csv', training },
      ...{ by: project.by, based_on: project.based_on },
    }),
  )
  return task
}

/** By the form in which a requester speaks of the task. What is no value of its field is left to the check of the answer. */
function readAnswer(header: CsvHeader, fields: OutputField[], row: Row, index: number, isGuarded: boolean) {
  const answer: Record<string, unknown> = {}
  for (const { name, at } of header.outputs) {
    const cell = row.cells[at] ?? ''
    const text = isGuarded ? unguardCell(cell) : cell
    const field = fields.find((one) => one.name === name)
    const read = field ? readCell(field, text, row.mark) : { ok: true as const, value: text.trim() || undefined }
    if (!read.ok) throw invalid([{ pointer: `/answer/${index}/${name}`, code: 'wrong_type', detail: read.detail }])
    if (read.value !== undefined) answer[name] = read.value
  }
  return answer
}

/** A cell that nobody reads would be an answer that is lost. */
function refuseStrayCells(header: CsvHeader, { cells }: Row): void {
  const stray = cells.findIndex(
    (cell, at) => cell.trim() !== '' && (at >= header.width || header.untitled.includes(at)),
  )
  if (stray === -1) return
  const detail = `Cell ${stray + 1} of this row ("${(cells[stray] as string).slice(0, 50)}") has no title in the first row. If it belongs to the cell before it, put quotes around both: "a,b".`
  throw invalidField('', 'unknown_field', detail)
}

function itemOf(header: CsvHeader, { cells }: Row): number {
  const cell = (cells[header.item] ?? '').trim()
  return /^\d{1,2}$/.test(cell) ? Number(cell) : 0
}

function isTraining({ training }: CsvHeader, cells: string[]): boolean {
  const cell = (cells[training] ?? '').trim().toLowerCase()
  if (['', 'no', 'false', '0'].includes(cell)) return false
  if (['yes', 'true', '1'].includes(cell)) return true
  throw invalidField('/training', 'wrong_type', 'A cell of the column training is yes, no or empty.')
}

function problemOf({ code, detail }: CsvFault): ApiProblem {
  if (code === 'too_large') return new ApiProblem(code, detail)
  const asProgram = ' A program can name it, as in "Content-Type: text/csv; charset=windows-1252".'
  return invalidField('', code, code === 'encoding' ? detail + asProgram : detail)
}

const isChanged = ({ code }: ApiProblem) => code === 'changed_meanwhile'

function lookAgain(errors: FieldProblem[]): ApiProblem {
  const [said] = errors.map(({ detail }) => detail)
  return new ApiProblem(
    'changed_meanwhile',
    `What is right for this task ${said} That was after the file was made, so the row was left out. Look at the task; if the row is right, send it in a file that was made since.`,
    { errors },
  )
}

function refusal(row: number, { code, message }: ApiProblem, errors: ApiProblem['errors'] = []): GoldReceipt {
  const ofRow = errors.find(({ pointer }) => pointer === '')
  return { row, status: 'error', code, detail: ofRow?.detail ?? message, errors }
}

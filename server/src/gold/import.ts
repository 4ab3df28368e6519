import { title } from '@whisker/api/answers.ts'
import type { OutputField } from '@whisker/api/fields.ts'
import type { GoldReceipt } from '@whisker/api/gold.ts'
import type { Sql } from '../database/connect.ts'
import { ApiProblem, invalidField } from '../http/problem.ts'
import { csvRows } from './csv-rows.ts'
import { markAsGold } from './mark.ts'

type Project = { workspaceId: number; id: number; fields: readonly OutputField[] }
/** `training`: the column that says so, unless the form has a field of this name; -1 without one. */
type Header = { key: 'external_id' | 'name'; at: number; training: number; columns: (OutputField | null)[] }

/**
 * Marks the tasks of a CSV file as gold, row by row, and yields a receipt for each: what has one is done. Memory holds
 * one row, whatever the length of the file.
 */
export async function* importKnownAnswers(
  sql: Sql,
  project: Project,
  body: AsyncIterable<Buffer>,
): AsyncGenerator<GoldReceipt> {
  let header: Header | null = null
  for await (const row of csvRows(body)) {
    try {
      if ('problem' in row) throw row.problem
      if (!header) {
        header = readHeader(project.fields, row.cells)
        continue
      }
      const taskId = await findTaskId(sql, project.id, header.key, row.cells[header.at] ?? '')
      await markAsGold(
        sql,
        project.workspaceId,
        taskId,
        [readAnswer(header, row.cells)],
        'csv',
        isTraining(header, row.cells),
      )
      yield { row: row.number, status: 'marked', task_id: taskId }
    } catch (error) {
      if (!(error instanceof ApiProblem)) throw error
      yield {
        row: row.number,
        status: 'error',
        code: error.code,
        detail: error.message,
        errors: (error.errors ?? []).map((fault) => ({ ...fault, pointer: fault.pointer.replace(/^\/answer\/0/, '') })),
      }
      // Without a header nothing behind it can be understood.
      if (!header) return
    }
  }
}

function readHeader(fields: readonly OutputField[], cells: string[]): Header {
  const names = cells.map((cell) => cell.replace(/^\uFEFF/, '').trim())
  const key = names.includes('external_id') ? 'external_id' : 'name'
  const at = names.indexOf(key)
  const known = fields.map((field) => field.name).join(', ')
  if (at === -1)
    throw invalidField('', 'required', `The first row needs a column external_id or name, and the fields: ${known}.`)
  const columns = names.map((name) => fields.find((field) => field.name === name) ?? null)
  const strange = names.find((name, index) => !columns[index] && !['external_id', 'name', 'training'].includes(name))
  if (strange !== undefined)
    throw invalidField('', 'unknown_field', `The form has no field "${strange.slice(0, 100)}". It has: ${known}.`)
  return { key, at, columns, training: names.findIndex((name, index) => name === 'training' && !columns[index]) }
}

/** A cell is a text; an empty one is no answer. */
function readAnswer({ columns }: Header, cells: string[]): Record<string, unknown> {
  const answer: Record<string, unknown> = {}
  columns.forEach((field, index) => {
    const cell = (cells[index] ?? '').trim()
    if (!field || cell === '') return
    if (field.type === 'number' || field.type === 'rating') answer[field.name] = numberIn(field, cell)
    else if (field.type === 'checkbox') answer[field.name] = cell.split('|').map((choice) => choice.trim())
    else answer[field.name] = cell
  })
  return answer
}

function isTraining({ training }: Header, cells: string[]): boolean {
  const cell = (cells[training] ?? '').trim().toLowerCase()
  if (['', 'no', 'false', '0'].includes(cell)) return false
  if (['yes', 'true', '1'].includes(cell)) return true
  throw invalidField('/training', 'wrong_type', 'The column training says yes or no.')
}

function numberIn(field: OutputField, cell: string): number {
  if (/^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(cell)) return Number(cell)
  throw invalidField(`/${field.name}`, 'wrong_type', `"${title(field)}" must be a number such as 2.5.`)
}

async function findTaskId(sql: Sql, projectId: number, key: Header['key'], value: string): Promise<string> {
  const found = value.includes('\0')
    ? []
    : await sql<{ id: string }[]>`
        select id from tasks
        where project_id = ${projectId} and ${key === 'name' ? sql`name = ${value}` : sql`external_id = ${value}`} limit 2`
  const [task] = found
  if (!task) throw new ApiProblem('not_found', `No task of this project has the ${key} "${value.slice(0, 200)}".`)
  if (found.length > 1)
    throw new ApiProblem('conflict', `Several tasks are called "${value.slice(0, 200)}". Use external_id.`)
  return task.id
}

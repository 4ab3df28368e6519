import { unguardCell } from '@whisker/api/csv.ts'
import type { Sql } from '../database/connect.ts'
import { uuid } from '../http/cursor.ts'
import { ApiProblem } from '../problem.ts'
import type { KeyColumn } from './csv-header.ts'

export type FoundTask = { id: string; version: number }

/**
 * The task that a cell names. An apostrophe before a name that a spreadsheet would run is the export's; only where no task
 * is called so, it is the name's own. @throws 404, 409 (two tasks of one name are not guessed)
 */
export async function findNamedTask(
  sql: Sql,
  projectId: number,
  key: KeyColumn,
  cell: string,
  isGuarded: boolean,
): Promise<FoundTask> {
  for (const value of new Set([isGuarded ? unguardCell(cell) : cell, cell])) {
    const found = await findTasks(sql, projectId, key, value)
    if (found.length > 1)
      throw new ApiProblem('conflict', `Several tasks are called "${cell.slice(0, 200)}". Use task_id or external_id.`)
    if (found[0]) return found[0]
  }
  throw new ApiProblem('not_found', `No task of this project has the ${key} "${cell.slice(0, 200)}".`)
}

async function findTasks(sql: Sql, projectId: number, key: KeyColumn, value: string): Promise<FoundTask[]> {
  if (value.includes('\0')) return []
  if (key === 'task_id') {
    const id = value.trim().toLowerCase()
    if (!uuid.test(id)) return []
    return sql<FoundTask[]>`select id, version from tasks where project_id = ${projectId} and id = ${id}`
  }
  return sql<FoundTask[]>`
    select id, version from tasks
    where project_id = ${projectId} and ${key === 'name' ? sql`(name = ${value} or ${value} = any(also))` : sql`external_id = ${value}`} limit 2`
}

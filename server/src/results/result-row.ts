import type { ItemResult } from '@whisker/api/tasks.ts'
import type { Queryable } from '../database/connect.ts'
import { labelOf } from './label.ts'

/** The columns of a result that follow from its fields: every writer of results takes them from here. */
export type ResultColumns = { fields: ItemResult[]; confidence: number; labels: string[] }

/**
 * `confidence` is that of the least certain field of all items. `labels` are `project:field=value`, one for each value (each
 * option of a checkbox field), without doubles: one index over all projects finds the tasks that got a label.
 */
export function resultColumns(projectId: number, fields: ItemResult[]): ResultColumns {
  const labels = new Set<string>()
  let confidence = 1
  for (const item of fields)
    for (const [name, result] of Object.entries(item)) {
      confidence = Math.min(confidence, result.confidence)
      const values = Array.isArray(result.value) ? result.value : result.value === null ? [] : [String(result.value)]
      for (const value of values) labels.add(labelOf(projectId, name, value))
    }
  return { fields, confidence, labels: [...labels] }
}

/**
 * What an insert into results does where the task has one already: a task that was asked about again gets its new result,
 * under the transaction that made it, so that exports give it again. A corrected result stays.
 */
export const replaceResult = (sql: Queryable) => sql`
  on conflict (project_id, task_id) do update
  set fields = excluded.fields, answers = excluded.answers, confidence = excluded.confidence, labels = excluded.labels,
      method = excluded.method, provenance = excluded.provenance, xid = excluded.xid, updated_at = excluded.updated_at
  where results.corrected_at is null`

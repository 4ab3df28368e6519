import type { ItemResult } from '@whisker/api/field-result.ts'
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

import type { ItemResult } from '@whisker/api/field-result.ts'
import type { OutputField } from '@whisker/api/fields.ts'
import { kindOf } from '@whisker/api/kinds/kinds.ts'
import { labelOf } from './label.ts'

/** The columns of a result that follow from its fields: every writer of results takes them from here. */
export type ResultColumns = { fields: ItemResult[]; confidence: number; labels: string[] }

/**
 * `confidence` is that of the least certain field of all items. `labels` are `project:field=value`, one for each text by which the
 * kind of the field is found (each option of a checkbox field, each label of boxes, the places above one of a tree), without doubles: one index over all projects
 * finds the tasks that got a label.
 */
export function resultColumns(projectId: number, spec: readonly OutputField[], fields: ItemResult[]): ResultColumns {
  const labels = new Set<string>()
  let confidence = 1
  for (const item of fields)
    for (const [name, result] of Object.entries(item)) {
      confidence = Math.min(confidence, result.confidence)
      const field = spec.find((one) => one.name === name)
      const names = field && result.value !== null ? kindOf(field).names(result.value, field) : []
      for (const value of names) labels.add(labelOf(projectId, name, value))
    }
  return { fields, confidence, labels: [...labels] }
}

import type { FieldResult } from '@whisker/api/field-result.ts'
import type { Mark, Sample } from '../samples.ts'
import { shapeOf } from './kinds/kinds.ts'

/** What every picture carries, whatever the format: cutting at a confidence is one line in any language. */
export function factsOf(sample: Sample) {
  const { row, item, sha256, split, width, height, confidence } = sample
  return {
    task_id: row.task_id,
    item,
    external_id: row.external_id,
    source_name: row.name,
    sha256,
    width,
    height,
    ...(split !== '' && { split }),
    confidence,
    answers: row.answers,
    method: row.method,
    version: row.version,
    status: row.status,
    gold: row.gold,
    corrected: row.corrected,
    completed_at: row.completed_at,
    metadata: JSON.stringify(row.metadata ?? {}),
  }
}

type Facts = Record<string, unknown>

/** What was said, by field: a column each. Objects are lists side by side, as Hugging Face has them. */
export function valuesOf(sample: Sample, taken: Facts): Facts {
  const values: Facts = {}
  for (const [name, { value, confidence }] of Object.entries(sample.result)) {
    const own = sample.marks.filter(({ field }) => field.name === name)
    const isMarked = own.length > 0 || (Array.isArray(value) && value.length === 0)
    const column = name in taken ? `${name}_` : name
    values[column] = isMarked ? listsOf(own) : plain(value)
    values[`${column}_confidence`] = confidence
  }
  return values
}

function plain(value: FieldResult['value']) {
  return value
}

function listsOf(marks: Mark[]) {
  return {
    bbox: marks.map(({ field, object }) => {
      const { x, y, width, height } = shapeOf(field).box(object)
      return [x, y, width, height]
    }),
    segmentation: marks.map(({ field, object }) => shapeOf(field).outline?.(object).flat() ?? []),
    category: marks.map(({ label }) => label),
    confidence: marks.map(({ confidence }) => confidence),
  }
}

import type { FieldObject, FieldValue, OutputField } from '@whisker/api/fields.ts'
import { collectAnswers } from '../consolidation/answers.ts'
import type { Expected } from '../consolidation/field-fit.ts'
import { kindOf } from '../consolidation/kinds/kinds.ts'
import { habits, habitsOf } from '../consolidation/objects/habits.ts'
import type { FieldColumn } from './suspicion-column.ts'

/**
 * The answers to a field that looks for objects, by what they do: a place is never the same twice, but that there is nothing, or one
 * thing around all others, is. Of each item only that is kept. null: it looks for none.
 */
export function habitsColumn(field: OutputField, { items, workers, answers }: Expected): FieldColumn | null {
  const kind = kindOf(field)
  if (!kind.geometry) return null
  const geometry = kind.geometry(field)
  const collector = collectAnswers(items, workers, habits.length, answers)
  let now = -1
  let said: { worker: number; objects: FieldObject[] }[] = []
  const flush = () => {
    const own = habitsOf(
      geometry,
      said.map(({ objects }) => objects),
    )
    for (const [n, { worker }] of said.entries()) collector.add(now, worker, own[n]!)
    said = []
  }
  return {
    add(item, worker, value: FieldValue | undefined) {
      const objects = kind.asGiven(value) as FieldObject[] | null
      if (objects === null) return
      if (item !== now) flush()
      now = item
      said.push({ worker, objects })
    },
    finish(workers) {
      flush()
      const read = { ...collector.finish(), workers }
      return { field: field.name, answers: read, names: [...habits], gold: null, copies: false }
    },
  }
}

import type { AnswerItem } from '@whisker/api/answer-check.ts'
import type { OutputField } from '@whisker/api/fields.ts'
import type { FieldModel } from '../consolidation/field-model.ts'
import { emptyFieldModel } from '../consolidation/kinds/kinds.ts'
import type { ProjectNaming } from '../consolidation/naming.ts'
import { pushField } from '../consolidation/push-field.ts'

/** One counted answer: who, and one object an item. */
export type CrowdAnswer = { worker_id: string; values: AnswerItem[] }

/** A project's crowd as one server knows it: the models of the last refit and the answers since, up to `cursor`. */
export type Crowd = {
  /** Number of the refit, and when it was; 0 and null before the first. */
  refit: number
  refitAt: string | null
  /** Answers of the refit, and those taken in since. */
  answers: number
  since: number
  cursor: { xid: string; task_id: string; worker_id: string }
  /** The newest version of the specs that is known here, and the output fields of each. */
  version: number
  specs: Map<number, OutputField[]>
  /** Numbers of the workers in the models. */
  workers: Map<string, number>
  models: Map<string, FieldModel>
  naming: ProjectNaming
}

/** A field is the same field by name and type, across the versions of the specs. */
export function fieldKey(field: { name: string; type: string }): string {
  return `${field.name} ${field.type}`
}

/** Someone whom no model knows: beyond every model's room. */
const stranger = 2 ** 31

export function workerNumber(crowd: Crowd | null, workerId: string): number {
  return crowd?.workers.get(workerId) ?? stranger
}

/** The model of a field; before anything is known, that of any crowd. */
export function modelOf(crowd: Crowd | null, field: OutputField): FieldModel {
  return crowd?.models.get(fieldKey(field)) ?? emptyFieldModel([field])
}

/** An empty model for each field of any version: options of all versions together. */
export function emptyModels(specs: ReadonlyMap<number, OutputField[]>): Map<string, FieldModel> {
  const versions = new Map<string, OutputField[]>()
  const newestFirst = [...specs].sort(([a], [b]) => b - a)
  for (const [, fields] of newestFirst)
    for (const field of fields) versions.set(fieldKey(field), [...(versions.get(fieldKey(field)) ?? []), field])
  return new Map([...versions].map(([key, fields]) => [key, emptyFieldModel(fields)]))
}

/** Takes in the last of a task's answers, in every field of every item. `gold`: its known answer, if it has one. */
export function pushTask(
  crowd: Crowd,
  spec: OutputField[],
  answers: CrowdAnswer[],
  gold: CrowdAnswer['values'] | null = null,
): void {
  const workers = answers.map(({ worker_id }) => {
    const known = crowd.workers.get(worker_id)
    if (known !== undefined) return known
    crowd.workers.set(worker_id, crowd.workers.size)
    return crowd.workers.size - 1
  })
  const items = answers.at(-1)?.values.length ?? 0
  for (const field of spec) {
    const model = modelOf(crowd, field)
    for (let item = 0; item < items; item++) {
      const values = answers.map((answer) => answer.values[item]?.[field.name])
      pushField(field, model, { workers, values }, crowd.naming.of(field), gold?.[item]?.[field.name])
    }
  }
  crowd.since++
}

import type { FieldValue } from '@whisker/api/fields.ts'
import type { SmallValues } from '@whisker/api/kinds/schema/small-field.ts'
import type { SmallField } from '../field.ts'
import type { FieldModel, SmallModels } from '../field-model.ts'
import { inOrder } from '../in-order.ts'
import type { KindOf } from '../kinds/kind.ts'
import type { Judged, ModelKind } from '../models/model-kind.ts'
import type { Naming } from '../naming.ts'

export type Registries = {
  kindOf: KindOf
  modelKindOf: (model: FieldModel) => ModelKind
}

/** What is said of one thing in one of its small fields. */
export type Part = Judged & { field: SmallField }

/** What is said of a thing by those who name it: each small field by the model of its own kind. */
export function judgeSmall(
  { kindOf, modelKindOf }: Registries,
  fields: readonly SmallField[],
  models: SmallModels,
  { workers, said }: { workers: number[]; said: readonly SmallValues[] },
  naming: Naming,
): Part[] {
  return fields.map((field) => {
    const kind = kindOf(field)
    const learned = models.get(field.name) ?? kind.emptyModel([field])
    const model = modelKindOf(learned).known(field, learned)
    const asked = inOrder({ workers, values: said.map((one) => one[field.name]) }, field, kind)
    return { field, ...modelKindOf(model).judge(field, model, asked.workers, asked.values, naming) }
  })
}

/** What of it there is, by the names of the small fields. */
export function valuesOf(parts: readonly Part[]): Record<string, FieldValue> {
  return Object.fromEntries(
    parts.flatMap(({ field, result }) => (result.value === null ? [] : [[field.name, result.value]])),
  )
}

/** How sure each is, by the names of the small fields. */
export function confidencesOf(parts: readonly Part[]): Record<string, number> {
  return Object.fromEntries(parts.map(({ field, result }) => [field.name, result.confidence]))
}

/** The probability that all of it is right. */
export function allRight(parts: readonly Part[]): number {
  return parts.reduce((product, { state }) => product * state.posterior, 1)
}

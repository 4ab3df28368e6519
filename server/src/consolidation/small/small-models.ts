import type { SmallValues } from '@whisker/api/kinds/schema/small-field.ts'
import type { SmallField } from '../field.ts'
import type { FieldModel, SmallModels } from '../field-model.ts'
import type { KindOf } from '../kinds/kind.ts'
import type { ModelKind, StoredPart } from '../models/model-kind.ts'
import type { Naming } from '../naming.ts'
import type { Registries } from './judge-small.ts'

/** How the models of small fields are handled by the model that has them. */
export type OtherModels = {
  modelKindOf: (model: FieldModel) => ModelKind
  restoreModel: (parts: StoredPart[]) => FieldModel | null
}

export function emptySmall(kindOf: KindOf, fields: readonly (readonly SmallField[])[]): SmallModels {
  return new Map(fields.map((versions) => [versions[0]!.name, kindOf(versions[0]!).emptyModel(versions)]))
}

/** Takes in what the newest says of a thing that is there. @param right where that is known. */
function pushSmall(
  { kindOf, modelKindOf }: Registries,
  fields: readonly SmallField[],
  models: SmallModels,
  { workers, said, right }: { workers: number[]; said: readonly SmallValues[]; right?: SmallValues | null | undefined },
  naming: Naming,
): void {
  for (const field of fields) {
    // A field that the model does not know yet: the next refit takes it in.
    const model = models.get(field.name)
    if (!model) continue
    const { asGiven } = kindOf(field)
    const values = said.map((one) => asGiven(one[field.name]))
    modelKindOf(model).push(field, model, { workers, values }, naming, right?.[field.name])
  }
}

/** How often each worker is thought to be right: the mean of what they name, and of each small field. */
function accuracyWith(
  first: (worker: number) => number,
  models: SmallModels,
  { modelKindOf }: OtherModels,
): (worker: number) => number {
  const parts = [...models.values()].map((model) => modelKindOf(model).accuracy(model))
  return (worker) => parts.reduce((sum, part) => sum + part(worker), first(worker)) / (1 + parts.length)
}

function smallBytes(models: SmallModels, { modelKindOf }: OtherModels): number {
  return [...models.values()].reduce((sum, model) => sum + modelKindOf(model).sizeBytes(model), 0)
}

/** Rows that follow those of the model that has them, each with the name of its field. */
function storeSmall(models: SmallModels, { modelKindOf }: OtherModels): StoredPart[] {
  return [...models].flatMap(([name, model]) =>
    modelKindOf(model)
      .store(model)
      .map(({ about, packed }) => ({ about: { ...about, of: name }, packed })),
  )
}

/** @returns null where one is not of this program's version. */
function restoreSmall(parts: StoredPart[], { restoreModel }: OtherModels): SmallModels | null {
  const models: SmallModels = new Map()
  for (const [name, own] of Map.groupBy(parts, ({ about }) => String(about.of))) {
    const model = restoreModel(own)
    if (!model) return null
    models.set(name, model)
  }
  return models
}

/** All of this for a model that has small fields. */
export function smallHandling(kindOf: KindOf, others: OtherModels) {
  const registries: Registries = { kindOf, modelKindOf: others.modelKindOf }
  return {
    registries,
    push: (...asked: Parameters<typeof pushSmall> extends [unknown, ...infer Rest] ? Rest : never) =>
      pushSmall(registries, ...asked),
    accuracyWith: (first: (worker: number) => number, models: SmallModels) => accuracyWith(first, models, others),
    sizeBytes: (models: SmallModels) => smallBytes(models, others),
    store: (models: SmallModels) => storeSmall(models, others),
    restore: (parts: StoredPart[]) => restoreSmall(parts, others),
  }
}

import type { FieldModel } from '../field-model.ts'
import type { OtherModels } from '../small/small-models.ts'
import { choices } from './choices.ts'
import { coins } from './coins.ts'
import type { ModelKind, StoredPart } from './model-kind.ts'
import { objectsModel } from './objects.ts'
import { options } from './options.ts'
import { places } from './places.ts'
import { ranks } from './ranks.ts'
import { rowsModel } from './rows.ts'

const others: OtherModels = {
  modelKindOf: (model) => modelKindOf(model),
  restoreModel: (parts) => restoreModel(parts),
}

/** Whoever adds a kind of model adds it here. */
const models: { [K in FieldModel['kind']]: ModelKind<Extract<FieldModel, { kind: K }>> } = {
  choices,
  options,
  coins,
  objects: objectsModel(others),
  places,
  ranks,
  rows: rowsModel(others),
}

export function modelKindOf({ kind }: Pick<FieldModel, 'kind'>): ModelKind {
  return models[kind] as unknown as ModelKind
}

/** By what each tells of its first part. */
const marks = {
  choices: 'classes',
  options: 'option',
  objects: 'objects',
  places: 'places',
  ranks: 'ranks',
  rows: 'rows',
  coins: 'scatter',
} as const satisfies Record<FieldModel['kind'], string>

/** The model of one field from its rows, in the order of their parts; null when they are not of this program's version. */
export function restoreModel(parts: StoredPart[]): FieldModel | null {
  const kinds = Object.keys(marks) as FieldModel['kind'][]
  const kind = kinds.find((name) => parts[0]?.about[marks[name]] !== undefined) ?? 'coins'
  return models[kind].restore(parts)
}

import { type FieldModel, maxClassesForTables, type SmallModels } from '../field-model.ts'
import { emptyModel } from '../online.ts'
import { emptyCrowd } from './crowd.ts'
import type { Labels } from './labels.ts'

export function emptyObjects(classes: string[], attributes: SmallModels): FieldModel {
  return { kind: 'objects', crowd: emptyCrowd(), labels: emptyLabels(classes), attributes }
}

export function emptyLabels(classes: string[]): Labels {
  const hasTable = classes.length > 1 && classes.length <= maxClassesForTables
  return { classes, model: hasTable ? emptyModel(classes.length) : null }
}

import type { FieldValue } from '@whisker/api/fields.ts'
import type { ConsolidatedField } from './field.ts'
import type { FieldModel, ItemAnswers } from './field-model.ts'
import { kindOf } from './kinds/kinds.ts'
import { modelKindOf } from './models/models.ts'
import type { Naming } from './naming.ts'

/**
 * Takes in the newest of an item's answers. O(answers x classes^2), for objects O(answers x objects^2).
 *
 * @param truth the right value of gold: counted as such at once for choices, ticks and objects, by the next refit for the others.
 */
export function pushField(
  field: ConsolidatedField,
  model: FieldModel,
  answers: ItemAnswers,
  naming: Naming,
  truth?: FieldValue,
): void {
  const values = answers.values.map(kindOf(field).asGiven)
  modelKindOf(model).push(field, model, { ...answers, values }, naming, truth)
}

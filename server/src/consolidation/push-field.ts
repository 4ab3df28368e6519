import type { FieldValue } from '@whisker/api/fields.ts'
import type { ConsolidatedField } from './field.ts'
import { classLabels, type FieldModel, type ItemAnswers, tickLabels } from './field-model.ts'
import { kindOf } from './kinds/kinds.ts'
import type { Naming } from './naming.ts'
import { pushAnswer } from './online.ts'
import { coinAccuracy, pushCoin } from './online-coins.ts'

/**
 * Takes in the newest of an item's answers. O(answers x classes^2).
 *
 * @param truth the right value of gold: counted as such at once for choices and ticks, by the next refit for the others.
 */
export function pushField(
  field: ConsolidatedField,
  model: FieldModel,
  answers: ItemAnswers,
  naming: Naming,
  truth?: FieldValue,
): void {
  const { workers } = answers
  const kind = kindOf(field)
  const values = answers.values.map(kind.asGiven)
  switch (model.kind) {
    case 'choices': {
      const labels = classLabels(model.classes, values)
      // An option of a version that the model does not know yet: the next refit takes it in.
      if (labels) pushAnswer(model.model, { workers, labels }, model.classes.indexOf((truth as string) ?? ''))
      return
    }
    case 'options':
      model.options.forEach((option, o) => {
        const ticked = truth === undefined ? -1 : tickLabels(option, [truth])[0]
        pushAnswer(model.models[o]!, { workers, labels: tickLabels(option, values) }, ticked)
      })
      return
    case 'coins': {
      const weights = workers.map((worker) => coinAccuracy(model.coins, worker))
      const { labels } = kind.group(field, values, { ...model, naming }, weights)
      pushCoin(model.coins, { workers, labels })
    }
  }
}

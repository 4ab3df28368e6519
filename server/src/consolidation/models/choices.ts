import { classLabels, type FieldModel } from '../field-model.ts'
import { judgeChoice } from '../judge-choice.ts'
import { emptyFieldModel, kindOf } from '../kinds/kinds.ts'
import { minToKnow } from '../min-to-know.ts'
import { answersIn, onlineAccuracy, pushAnswer, tableBytes } from '../online.ts'
import { emptyCoins } from '../online-coins.ts'
import { packModel, unpackModel } from '../online-pack.ts'
import { resultOf } from '../result-of.ts'
import { judgeByCoins } from './coins.ts'
import { type ModelKind, nothingLearned } from './model-kind.ts'

type ChoicesModel = Extract<FieldModel, { kind: 'choices' }>

export const choices: ModelKind<ChoicesModel> = {
  known: (field, model) => (answersIn(model.model) >= minToKnow ? model : emptyFieldModel([field])),
  accuracy:
    ({ model }) =>
    (worker) =>
      onlineAccuracy(model, worker),
  judge(field, { classes, model }, workers, values, naming) {
    const labels = classLabels(classes, values)
    if (labels) {
      const { winner, confidence, state } = judgeChoice(model, { workers, labels })
      return { result: resultOf(field, values, classes[winner]!, confidence), state }
    }
    // A choice with an option that the model does not know yet is judged by what is thought of any crowd.
    const grouped = kindOf(field).group(field, values, { ...nothingLearned, naming }, [])
    return judgeByCoins(field, emptyCoins(classes.length + 1), workers, values, grouped)
  },
  push(_, { classes, model }, { workers, values }, __, truth) {
    const labels = classLabels(classes, values)
    // An option of a version that the model does not know yet: the next refit takes it in.
    if (labels) pushAnswer(model, { workers, labels }, classes.indexOf((truth as string) ?? ''))
  },
  sameness: () => nothingLearned,
  sizeBytes: ({ model }) => tableBytes(model),
  store: ({ classes, model }) => [{ about: { classes }, packed: packModel(model) }],
  restore([part]) {
    const model = unpackModel(part!.packed)
    return model && { kind: 'choices', classes: part!.about.classes as (string | null)[], model }
  },
}

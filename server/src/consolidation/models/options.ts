import { type FieldModel, tickLabels } from '../field-model.ts'
import { judgeSet } from '../judge-set.ts'
import { minToKnow } from '../min-to-know.ts'
import { usualAccuracy } from '../one-coin.ts'
import { answersIn, type OnlineModel, onlineAccuracy, pushAnswer, strangers, tableBytes } from '../online.ts'
import { packModel, unpackModel } from '../online-pack.ts'
import { resultOf } from '../result-of.ts'
import { type ModelKind, nothingLearned } from './model-kind.ts'

type OptionsModel = Extract<FieldModel, { kind: 'options' }>

export const options: ModelKind<OptionsModel> = {
  known(field, model) {
    const [first] = model.models
    if (first && answersIn(first) >= minToKnow) return model
    const names = (field.options ?? []).map(({ value }) => value)
    return { kind: 'options', options: names, models: names.map(() => unknownTicks(names.length)) }
  },
  accuracy:
    ({ models }) =>
    (worker) =>
      models.reduce((sum, each) => sum + onlineAccuracy(each, worker), 0) / Math.max(1, models.length),
  judge(field, model, workers, values) {
    const modelOf = (option: string) =>
      model.models[model.options.indexOf(option)] ?? unknownTicks(model.options.length)
    const sets = values.map((value) => (value ?? []) as string[])
    const { value, confidence, state } = judgeSet(field, modelOf, workers, sets)
    // The form knows no empty set: it is a field without an answer.
    return { result: resultOf(field, values, value.length > 0 ? value : null, confidence), state }
  },
  push(_, model, { workers, values }, __, truth) {
    model.options.forEach((option, o) => {
      const ticked = truth === undefined ? -1 : tickLabels(option, [truth])[0]
      pushAnswer(model.models[o]!, { workers, labels: tickLabels(option, values) }, ticked)
    })
  },
  sameness: () => nothingLearned,
  sizeBytes: ({ models }) => models.reduce((sum, model) => sum + tableBytes(model), 0),
  store: (model) => model.options.map((option, o) => ({ about: { option }, packed: packModel(model.models[o]!) })),
  restore(parts) {
    const models = parts.map(({ packed }) => unpackModel(packed))
    if (models.includes(null)) return null
    return {
      kind: 'options',
      options: parts.map(({ about }) => about.option as string),
      models: models as OnlineModel[],
    }
  },
}

/** Like every answer of people whom nobody knows, all ticks together are right seven times of ten. */
function unknownTicks(options: number): OnlineModel {
  return strangers(usualAccuracy ** (1 / Math.max(1, options)))
}

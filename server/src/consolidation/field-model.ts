import { LEAST_NAMES } from './fit-texts.ts'
import { groupAnswers } from './group-answers.ts'
import type { ConsolidatedField } from './majority.ts'
import { asGiven, type FieldValue } from './majority.ts'
import type { Naming } from './naming.ts'
import type { Scatter } from './number-location.ts'
import { emptyModel, type OnlineModel, pushAnswer } from './online.ts'
import { coinAccuracy, emptyCoins, type OnlineCoins, pushCoin } from './online-coins.ts'

/** What a project's crowd has shown in one output field. */
export type FieldModel =
  /** A choice of 2 to 32 classes: the options, and null for "no answer" where the field may be left empty. */
  | { kind: 'choices'; classes: (string | null)[]; model: OnlineModel }
  /** A checkbox field: one yes/no question for each option. */
  | { kind: 'options'; options: string[]; models: OnlineModel[] }
  /**
   * Texts, numbers, ratings, and choices of more options. What a refit finds out besides: what it learnt of the forms (join-names.ts);
   * numbers: how they scatter.
   */
  | { kind: 'coins'; coins: OnlineCoins; spelling: Map<string, string>; scatter: Scatter | null }

/** The answers to one field of one item: who (a number in the crowd), and what; oldest first. */
export type ItemAnswers = { workers: number[]; values: (FieldValue | null | undefined)[] }

/** Above this many classes a table has thousands of cells, nearly all of them empty. */
export const MOST_CLASSES_FOR_TABLES = 32

export type ModelledField = ConsolidatedField & { required: boolean }

/** The model of a field that nobody has answered. A field is told by its versions: their options together. */
export function emptyFieldModel(versions: readonly ModelledField[]): FieldModel {
  const field = versions[0]!
  const options = [...new Set(versions.flatMap((each) => (each.options ?? []).map((option) => option.value)))]
  if (field.type === 'checkbox') return { kind: 'options', options, models: options.map(() => emptyModel(2)) }
  if (field.type === 'select' || field.type === 'radio') {
    const classes: (string | null)[] = versions.every((each) => each.required) ? options : [...options, null]
    if (classes.length <= MOST_CLASSES_FOR_TABLES)
      return { kind: 'choices', classes, model: emptyModel(Math.max(2, classes.length)) }
    return { kind: 'coins', coins: emptyCoins(classes.length), spelling: new Map(), scatter: null }
  }
  const classes = field.type === 'rating' ? (field.max ?? 5) : LEAST_NAMES
  return { kind: 'coins', coins: emptyCoins(classes), spelling: new Map(), scatter: null }
}

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
  const values = answers.values.map((value) => asGiven(field, value))
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
      const { labels } = groupAnswers(field, values, model.spelling, naming, weights, model.scatter)
      pushCoin(model.coins, { workers, labels })
    }
  }
}

/** Classes of the values; null when one is not among them. */
export function classLabels(classes: (string | null)[], values: (FieldValue | null)[]): number[] | null {
  const labels = values.map((value) => classes.indexOf(value as string | null))
  return labels.includes(-1) ? null : labels
}

export function tickLabels(option: string, values: (FieldValue | null)[]): number[] {
  return values.map((value) => Number(Array.isArray(value) && value.includes(option)))
}

import type { FieldResult, ModelledField } from './field.ts'
import type { FieldModel, ItemAnswers } from './field-model.ts'
import { inOrder } from './in-order.ts'
import { kindOf } from './kinds/kinds.ts'
import { modelKindOf } from './models/models.ts'
import type { Naming } from './naming.ts'
import type { TaskState } from './overlap.ts'

export type JudgedField = {
  /** What may be published, once it passes the rules of the form (crowd/verdict.ts). */
  result: FieldResult
  /** What the overlap policy asks for. */
  state: TaskState
  /** What says less, and is surer, the least less first: places above in a tree. */
  above?: Pick<JudgedField, 'result' | 'state'>[]
  /** How often each answer's worker is thought to be right here, in the order of the answers. */
  accuracy: number[]
}

/**
 * What the answers of one item say in one field, by what is known of the crowd. O(answers x classes), nothing else is
 * looked at. The value and its confidence are what a refit with the same model would publish; the state holds the raw
 * posterior, which decides and is not shown (publish.ts).
 *
 * Nothing depends on the order of the answers: they are put in an order of their own first, and what is as likely as
 * something else is told by rules that look at the values only.
 *
 * Of a model that has seen next to nothing only its kind counts: its class shares would be those of the task at hand, and of two people
 * who disagree the first would be right.
 */
export function judgeField(
  field: ModelledField,
  learned: FieldModel,
  answers: ItemAnswers,
  naming: Naming,
): JudgedField {
  const model = modelKindOf(learned).known(field, learned)
  const kind = modelKindOf(model)
  const { workers, values } = inOrder(answers, field, kindOf(field))
  const accuracy = answers.workers.map(kind.accuracy(model))
  return { ...kind.judge(field, model, workers, values, naming), accuracy }
}

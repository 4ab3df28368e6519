import { answersByTask } from '../src/consolidation/answers.ts'
import { fitTables } from '../src/consolidation/fit-tables.ts'
import { judgeChoice, standing } from '../src/consolidation/judge-choice.ts'
import { minToKnow } from '../src/consolidation/min-to-know.ts'
import { answersIn, emptyModel, isProvenOnline, pushAnswer, type TaskAnswers } from '../src/consolidation/online.ts'
import { nextStep, type OverlapPolicy } from '../src/consolidation/overlap.ts'
import { largest } from '../src/consolidation/posterior.ts'
import { seededRandom } from '../src/consolidation/simulate-crowd.ts'
import type { Crowd } from './crowds.ts'
import { published } from './methods.ts'
import { columnsOf, shuffled } from './variations.ts'

export type Replay = {
  answersPerTask: number
  /** Percent right: by the published refit at the end, and by what the online model said at each task's last answer. */
  accuracy: number
  onlineAccuracy: number
  /** Percent of the tasks left for a person. */
  review: number
}

/** The project is refitted when its answers have grown by a tenth, from here on. */
const firstRefit = 50
const growth = 1.1

/**
 * What the dynamic policy would have paid and got: the real answers arrive one by one in the order of `seed`, a task that
 * is done takes no more, and everything goes the way of production (push, policy, refit at +10 %, final refit).
 */
export function replay({ answers, truth }: Crowd, policy: OverlapPolicy, seed: number): Replay {
  const columns = columnsOf(answers)
  const order = shuffled(
    columns.task.map((_, i) => i),
    seededRandom(seed),
  )
  const states = Array.from(
    { length: answers.tasks },
    () => ({ workers: [], labels: [], done: false, said: -1 }) as State,
  )
  const used: number[] = []
  let model = emptyModel(answers.classes)
  let refitAt = firstRefit
  let reviews = 0
  const collected = () =>
    answersByTask({
      ...answers,
      task: used.map((i) => columns.task[i]!),
      worker: used.map((i) => columns.worker[i]!),
      label: used.map((i) => columns.label[i]!),
    })
  for (const i of order) {
    const state = states[columns.task[i]!]!
    if (state.done) continue
    used.push(i)
    state.workers.push(columns.worker[i]!)
    state.labels.push(columns.label[i]!)
    // As a submit does it: by what is known before the answer is taken in.
    const judged = judgeChoice(answersIn(model) < minToKnow ? emptyModel(answers.classes, 1) : model, state)
    pushAnswer(model, state)
    state.said = judged.believed
    // Who is proven is told with this answer counted.
    const { provenAgrees } = standing(state, judged.believed, (worker) => isProvenOnline(model, worker))
    const step = nextStep(policy, { ...judged.state, provenAgrees })
    state.done = step !== 'ask'
    if (step === 'review') reviews++
    if (used.length >= refitAt) {
      model = fitTables(collected()).online
      refitAt = used.length * growth
    }
  }
  const known = collected()
  const p = published(known, fitTables(known).online)
  const label = states.map((_, t) => largest(p.subarray(t * answers.classes), answers.classes))
  return {
    answersPerTask: used.length / answers.tasks,
    accuracy: percentRight(label, truth),
    onlineAccuracy: percentRight(
      states.map((state) => state.said),
      truth,
    ),
    review: (100 * reviews) / answers.tasks,
  }
}

type State = TaskAnswers & { done: boolean; said: number }

function percentRight(label: ArrayLike<number>, truth: Int16Array): number {
  let judged = 0
  let right = 0
  truth.forEach((each, t) => {
    if (each < 0) return
    judged++
    if (label[t] === each) right++
  })
  return (100 * right) / judged
}

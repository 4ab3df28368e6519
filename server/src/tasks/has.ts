import type { WithPictures } from '../assets/has.ts'
import type { Pace } from '../jobs/pace.ts'
import type { IntakeTogether } from './intake-together.ts'
import type { WaitingTasks } from './waiting-tasks.ts'

export type WithTasks = WithPictures & {
  waitingTasks: WaitingTasks
  intake: IntakeTogether
  /** Busy while people answer: what comes in by thousands leaves them room (bulk.ts). */
  answerPace: Pace
}

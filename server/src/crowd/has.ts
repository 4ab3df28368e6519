import type { WithTasks } from '../tasks/has.ts'
import type { Crowds } from './crowds.ts'

export type WithCrowds = WithTasks & {
  /** What is known of the projects' crowds: a cache, see crowd/follow.ts. */
  crowds: Crowds
}

import type { WithPictures } from '../assets/has.ts'
import type { IntakeTogether } from './intake-together.ts'
import type { WaitingTasks } from './waiting-tasks.ts'

export type WithTasks = WithPictures & { waitingTasks: WaitingTasks; intake: IntakeTogether }

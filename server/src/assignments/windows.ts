import type { Hold } from './hold.ts'
import type { TakenPlace, Wish } from './take.ts'
import { Window } from './window.ts'

const maxProjects = 1000
const goldMs = 1000

/** The heads of the queues that this server takes from. */
export class Windows {
  private readonly windows = new Map<number, Window>()
  private readonly goldAt = new Map<number, number>()

  of(projectId: number): Window {
    const window = this.windows.get(projectId) ?? new Window()
    // A Map keeps the order of insertion: the first is the one that was asked for longest ago.
    this.windows.delete(projectId)
    this.windows.set(projectId, window)
    const [oldest] = this.windows.keys()
    if (this.windows.size > maxProjects && oldest !== undefined) this.windows.delete(oldest)
    return window
  }

  /** Whether the project had gold less than a second ago: then nothing is looked up for it. */
  isGold(projectId: number): boolean {
    return performance.now() - (this.goldAt.get(projectId) ?? Number.NEGATIVE_INFINITY) < goldMs
  }

  noteGold(projectId: number): void {
    if (this.goldAt.size >= maxProjects) this.goldAt.clear()
    this.goldAt.set(projectId, performance.now())
  }

  /** Somebody has answered a task. */
  noteAnswer({ projectId, workerId }: Hold, taskId: string): void {
    this.windows.get(projectId)?.answered(workerId, taskId)
  }

  /** Somebody has taken these, by the general way. */
  note({ projectId, workerId }: Wish, places: readonly TakenPlace[]): void {
    this.windows.get(projectId)?.took(workerId, places)
  }
}

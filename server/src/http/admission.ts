import { ApiProblem } from './problem.ts'

/**
 * Lets bodies in by their bytes, not by their number: a hundred small requests are nothing, ten of 64 MB are the whole
 * memory. Who does not fit waits in order, before a byte of the body is read (the sender's TCP window fills up), and is
 * asked to come back when it takes too long.
 */
export class Admission {
  private free: number
  private readonly total: number
  private readonly waitMs: number
  private readonly queue: Waiting[] = []

  constructor(totalBytes: number, waitMs = 10_000) {
    this.total = totalBytes
    this.free = totalBytes
    this.waitMs = waitMs
  }

  /** Bytes in flight right now. */
  get inFlight(): number {
    return this.total - this.free
  }

  /** Requests that wait for room. */
  get waiting(): number {
    return this.queue.length
  }

  /**
   * @param signal aborts when the sender has gone: a place that nobody takes would be lost for ever.
   * @returns a function that gives the bytes back; calling it again does nothing.
   * @throws {ApiProblem} `unavailable`
   */
  async enter(bytes: number, signal?: AbortSignal): Promise<() => void> {
    // A single body larger than everything goes alone.
    const size = Math.min(bytes, this.total)
    if (this.queue.length === 0 && this.free >= size) this.free -= size
    else await this.wait(size, signal)
    let left = false
    return () => {
      if (left) return
      left = true
      this.free += size
      this.letIn()
    }
  }

  private wait(size: number, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const end = () => {
        clearTimeout(timer)
        signal?.removeEventListener('abort', giveUp)
      }
      const waiting: Waiting = {
        size,
        enter: () => {
          end()
          resolve()
        },
      }
      const giveUp = () => {
        end()
        this.queue.splice(this.queue.indexOf(waiting), 1)
        this.letIn()
        reject(
          new ApiProblem('unavailable', 'The service has its hands full with other uploads. Try again in a moment.', {
            retryAfterS: 5,
          }),
        )
      }
      const timer = setTimeout(giveUp, this.waitMs)
      signal?.addEventListener('abort', giveUp)
      this.queue.push(waiting)
    })
  }

  private letIn(): void {
    while (this.queue[0] && this.free >= this.queue[0].size) {
      const next = this.queue.shift() as Waiting
      this.free -= next.size
      next.enter()
    }
  }
}

type Waiting = { size: number; enter: () => void }

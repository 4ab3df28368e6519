/**
 * Room for work that may last long, shared fairly between lanes (one for each workspace): free room goes round the lanes
 * that wait, so a lane with 10,000 jobs delays another's single job by one round; and no lane holds more than `perLane`
 * at once, so that slow hosts of one lane cannot take all the room for as long as they are slow.
 *
 * Room is counted in whatever the caller counts in: jobs, or bytes.
 */
export interface FairQueue {
  /**
   * Waits for room of this size (at most `perLane` is taken). Call the result once to give it back. Null when
   * `maxWaitingPerLane` jobs of this lane wait already, or when `signal` aborts first.
   */
  enter(lane: string, options?: { size?: number; signal?: AbortSignal | undefined }): Promise<(() => void) | null>
}

interface Waiting {
  size: number
  start(): void
}

interface Lane {
  held: number
  /** Insertion order is the order of arrival. */
  waiting: Set<Waiting>
}

export function createFairQueue(limits: { room: number; perLane: number; maxWaitingPerLane: number }): FairQueue {
  /** Lanes that hold or wait for room, the next one to be served first. */
  const lanes = new Map<string, Lane>()
  let free = limits.room

  function serve() {
    for (let next = nextInTurn(); next !== null; next = nextInTurn()) {
      const { name, lane, job } = next
      // To the back of the round.
      lanes.delete(name)
      lanes.set(name, lane)
      lane.waiting.delete(job)
      lane.held += job.size
      free -= job.size
      job.start()
    }
  }

  /** Whoever's turn it is keeps the turn until there is room: small jobs that slip by would starve a large one. */
  function nextInTurn(): { name: string; lane: Lane; job: Waiting } | null {
    if (free <= 0) return null
    for (const [name, lane] of lanes) {
      const [job] = lane.waiting
      if (job === undefined || lane.held + job.size > limits.perLane) continue
      return job.size <= free ? { name, lane, job } : null
    }
    return null
  }

  function leave(name: string, lane: Lane, size: number) {
    lane.held -= size
    free += size
    forgetIfIdle(name, lane)
    serve()
  }

  function forgetIfIdle(name: string, lane: Lane) {
    if (lane.held === 0 && lane.waiting.size === 0) lanes.delete(name)
  }

  return {
    enter(name, { size: wanted = 1, signal } = {}) {
      const lane = lanes.get(name) ?? { held: 0, waiting: new Set() }
      if (signal?.aborted || lane.waiting.size >= limits.maxWaitingPerLane) return Promise.resolve(null)
      lanes.set(name, lane)
      const size = Math.min(wanted, limits.perLane)
      return new Promise((resolve) => {
        const giveUp = () => {
          lane.waiting.delete(job)
          forgetIfIdle(name, lane)
          resolve(null)
          // The turn may have been kept for this one.
          serve()
        }
        const job = {
          size,
          start() {
            signal?.removeEventListener('abort', giveUp)
            resolve(() => leave(name, lane, size))
          },
        }
        signal?.addEventListener('abort', giveUp, { once: true })
        lane.waiting.add(job)
        serve()
      })
    },
  }
}

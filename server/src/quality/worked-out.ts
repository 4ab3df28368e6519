import type { Router } from '../http/route.ts'
import { ApiProblem } from '../problem.ts'

const keptMs = 60_000
/** Each reads all answers of a project, with a connection and a processor of its own. */
const atOnce = 2

/**
 * For what takes seconds to work out from all answers of a project: done once a minute, by threads that end before the server
 * does. `what` is a plural for the person who has to wait.
 */
export function workedOut<T>({ http }: Router, what: string) {
  const kept = new Map<number, { until: number; answer: Promise<T> }>()
  const running = new Set<Promise<T>>()
  const closing = new AbortController()
  // By then no request waits for an answer any more.
  http.addHook('onClose', async () => {
    closing.abort()
    await Promise.allSettled(running)
  })

  return (projectId: number, work: (signal: AbortSignal) => Promise<T>): Promise<T> => {
    const known = kept.get(projectId)
    if (known && known.until > performance.now()) return known.answer
    if (running.size >= atOnce)
      throw new ApiProblem('unavailable', `Other ${what} are being worked out right now. Try again in a moment.`, {
        retryAfterS: 5,
      })
    for (const [id, { until }] of kept) if (until < performance.now()) kept.delete(id)
    const answer = work(closing.signal)
    // Whoever asks while it is worked out, or asks again because the wait was too long, gets the same one.
    const entry = { until: Number.POSITIVE_INFINITY, answer }
    kept.set(projectId, entry)
    running.add(answer)
    answer.then(
      () => {
        running.delete(answer)
        entry.until = performance.now() + keptMs
      },
      () => {
        running.delete(answer)
        kept.delete(projectId)
      },
    )
    return answer
  }
}

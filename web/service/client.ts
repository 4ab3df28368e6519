import { createClient } from '@whisker/api/client.ts'
import { base } from './base.ts'
import { reachable, unreachable } from './connection.ts'

/** How long an ordinary request may take. Streams (uploads, exports) bring an `AbortSignal` of their own instead. */
const timeoutMs = 30_000

/**
 * The typed client of the API; the session's cookie speaks for who is signed in. What the network does to each request
 * is told to `connection.ts`, which shows a lost connection and heals it.
 */
export const service = createClient({
  url: base,
  fetch: async (input, init) => {
    const signal = init?.signal ?? AbortSignal.timeout(timeoutMs)
    try {
      const response = await fetch(input, { ...init, signal, credentials: 'same-origin' })
      reachable()
      return response
    } catch (error) {
      if (!init?.signal?.aborted) unreachable()
      throw error
    }
  },
})

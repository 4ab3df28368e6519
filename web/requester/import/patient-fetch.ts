// A slow line may take minutes for 20 MB.
const timeoutMs = 10 * 60_000
const maxPauseS = 15

/**
 * Asks until there is an answer: a broken connection, a busy service and a fault of it are waited for, for whatever an import asks may be
 * asked again. `tell` is told why nothing moves, and null when it moves again.
 */
export function patientFetch(tell: (trouble: string | null) => void, send: typeof fetch = fetch): typeof fetch {
  return async (input, init) => {
    for (let pauseS = 1; ; pauseS = Math.min(pauseS * 2, maxPauseS)) {
      const reply = await once(send, input, init)
      if (reply instanceof Response && !isPassing(reply.status)) {
        tell(null)
        return reply
      }
      const isReply = reply instanceof Response
      tell(isReply ? 'Whisker is busy' : 'Whisker cannot be reached')
      const askedS = isReply ? Number(reply.headers.get('retry-after')) || 0 : 0
      await new Promise((resolve) => setTimeout(resolve, 1000 * Math.min(Math.max(pauseS, askedS), 300)))
    }
  }
}

/** Read to its end: what breaks off in the middle is no answer. */
async function once(send: typeof fetch, ...[input, init]: Parameters<typeof fetch>): Promise<Response | Error> {
  try {
    const signal = AbortSignal.timeout(timeoutMs)
    const response = await send(input, { ...init, signal, credentials: 'same-origin' })
    const body = response.status === 204 ? null : await response.arrayBuffer()
    return new Response(body, { status: response.status, headers: response.headers })
  } catch (error) {
    if (error instanceof TypeError || error instanceof DOMException) return error
    throw error
  }
}

function isPassing(status: number): boolean {
  return status === 429 || status === 408 || status >= 500
}

import { pause } from '../../faults/ask.ts'

/** @throws when it is not so after `patienceMs`; whatever `isSo` throws means "not yet" */
export async function until(what: string, isSo: () => Promise<boolean>, patienceMs = 60_000): Promise<void> {
  let last: unknown
  for (const end = performance.now() + patienceMs; performance.now() < end; await pause(100))
    try {
      if (await isSo()) return
    } catch (error) {
      last = error
    }
  const why = last instanceof Error ? ` (${last.message})` : ''
  throw new Error(`${what}: not so after ${patienceMs / 1000} s${why}.`)
}

export async function answersOk(url: string): Promise<boolean> {
  const response = await fetch(url, { signal: AbortSignal.timeout(2000) })
  await response.body?.cancel()
  return response.ok
}

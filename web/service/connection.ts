import { useSyncExternalStore } from 'react'
import { base } from './base.ts'

// The state of the connection, as the requests themselves find it: `navigator.onLine` is true on every machine with a
// network cable, so it says nothing about whether Whisker answers.
let lost = false
let probe: ReturnType<typeof setTimeout> | undefined
const listeners = new Set<() => void>()
const healed = new Set<() => void>()

/** Any answer of the service, an error's too. */
export function reachable(): void {
  clearTimeout(probe)
  probe = undefined
  if (!lost) return
  lost = false
  for (const listener of [...listeners, ...healed]) listener()
}

/** A request that got no answer. Asks again every 2 s until one comes. */
export function unreachable(): void {
  probe ??= setTimeout(ask, 2000)
  if (lost) return
  lost = true
  for (const listener of listeners) listener()
}

async function ask(): Promise<void> {
  probe = undefined
  try {
    await fetch(`${base}/setup`, { signal: AbortSignal.timeout(5000), credentials: 'omit' })
    reachable()
  } catch {
    unreachable()
  }
}

/** Calls back each time the connection is there again. */
export function onHealed(callback: () => void): void {
  healed.add(callback)
}

/** Whether the service cannot be reached right now. */
export function useConnectionLost(): boolean {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    () => lost,
  )
}

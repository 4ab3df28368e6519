import { setImmediate } from 'node:timers/promises'

const longMs = 4

/**
 * For work that goes on for long without waiting for anything: asked between its steps, lets others have their turn when it has had
 * the thread for 4 ms.
 */
export function breath(): () => Promise<void> | undefined {
  let since = performance.now()
  return () => {
    if (performance.now() - since < longMs) return undefined
    return setImmediate().then(() => {
      since = performance.now()
    })
  }
}

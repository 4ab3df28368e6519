import type { Step } from './history.ts'

/**
 * What must not be, given the steps on one thing in their order; null when all is well. What was acknowledged last is there.
 * What is unknown may be there instead, whenever it was asked for: a request whose sender has gone may still be carried out.
 * What was refused is not there.
 *
 * @param initial what is there before the first step; null: others change the thing too, so anything may be
 */
export function faultOf(steps: Step[], initial: string | null, stored: string): string | null {
  const possible = steps.filter(({ outcome }) => outcome === 'unknown').map(({ value }) => value)
  const last = steps.findLast(({ outcome }) => outcome === 'ok')
  if (stored === last?.value || possible.includes(stored)) return null
  if (last) return `was acknowledged as "${last.value}", and is "${stored}"`
  if (stored === initial) return null
  if (steps.some(({ value }) => value === stored)) return `was refused, and is "${stored}"`
  return initial === null ? null : `is "${stored}", which nobody asked for`
}

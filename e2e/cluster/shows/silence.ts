import type { History, Step } from '../../faults/history.ts'

/** What the clients noticed of a harm. */
export type Noticed = {
  /** The longest time in which no write was acknowledged, in ms. */
  silentMs: number
  /** Writes that were not acknowledged, and those of them that were when they were sent again. */
  open: number
  healed: number
}

/** @param from when the harm began, in ms since the run began */
export function noticed({ steps }: Pick<History, 'steps'>, from: number, to: number): Noticed {
  const acknowledged = steps.filter(({ outcome }) => outcome === 'ok').map((step) => step.to)
  const before = acknowledged.findLast((at) => at <= from) ?? from
  const moments = [before, ...acknowledged.filter((at) => at > from && at < to), to]
  const gaps = moments.slice(1).map((at, index) => at - (moments[index] as number))
  const open = steps.filter((step) => step.outcome === 'unknown' && step.to >= from && step.from <= to)
  return {
    silentMs: Math.max(...gaps),
    open: new Set(open.map(nameOf)).size,
    healed: new Set(open.filter((step) => isHealed(steps, step)).map(nameOf)).size,
  }
}

const nameOf = ({ what, id, value }: Step) => `${what} ${id} ${value}`

const isHealed = (steps: Step[], step: Step) =>
  steps.some((other) => other.outcome === 'ok' && nameOf(other) === nameOf(step) && other.to > step.to)

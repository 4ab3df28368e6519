import type { Times } from '../lean/orders.ts'

/** One row of the report. */
export type Figure = {
  /** What goals and the plot know it by. */
  id: string
  what: string
  value: number
  unit: string
  /** How long each took, in ms. */
  times?: Times
  /** In ms of all processes of a kind, a unit of work; null where it cannot be measured. */
  processor?: { service: number; database: number; client: number | null } | null
  /** What the machine itself did in the same minutes, in the same unit. */
  limit?: { what: string; value: number }
  note?: string
}

export type Machine = { cores: number; processor: string; memoryGb: number; loadBefore: number; loadAfter: number }

/** Sizes by which the run was made, in words. */
export type Run = { day: string; machine: Machine; figures: Figure[]; growth: Grown[] }

/** What a cycle costs in a project of so many tasks. */
export type Grown = { tasks: number; perSecond: number; p50: number; processorMs: number | null }

/** Each part is measured by a command of its own, and kept when another is measured anew. */
export type Performance = { run?: Run; peers?: Run; install?: Run }

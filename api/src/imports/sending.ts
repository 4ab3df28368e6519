import type { Client } from '../client.ts'
import type { Counts, Made, Told } from './counts.ts'
import type { LabelUse } from './label-use.ts'
import type { Target } from './task-line.ts'

/** What is done with labels. `source`: what they are called as answers. */
export type Labels = { as: LabelUse; source: string }

/** One import on its way. Asked again with the same one, it goes on: rows that have a task are not sent anew. */
export type Sending = {
  client: Client
  target: Target
  labels: Labels
  told: Told
  counts: Counts
  /** By row. */
  made: Map<number, Made>
  /** Rows whose labels are known, or refused, by now. */
  settled: Set<number>
}

export function beginSending(parts: Pick<Sending, 'client' | 'target' | 'labels' | 'told'>): Sending {
  const counts = { sent: 0, there: 0, used: 0, unfit: 0, failed: 0 }
  return { ...parts, counts, made: new Map(), settled: new Set() }
}

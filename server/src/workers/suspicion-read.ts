import { kindOf } from '../consolidation/kinds/kinds.ts'
import { fieldKey } from '../crowd/crowd.ts'
import { readAnswers, readHead } from '../crowd/read-answers.ts'
import type { Queryable } from '../database/connect.ts'
import { habitsColumn } from './habits-column.ts'
import { type FieldToSuspect, fieldColumn } from './suspicion-column.ts'

/** The newest tasks' answers are enough to tell who works how; more would only take longer. */
const maxAnswers = 1_000_000
/** Answers may have 50 items of 50 fields: numbers that are held at once, five to seven bytes each. */
const maxValues = 8_000_000

export type Read = { answers: number; of: number; workers: string[]; fields: FieldToSuspect[] }

/**
 * Reads counted answers, those to the newest tasks first, into flat arrays: one column for each field of the newest version
 * whose equal answers may speak for copying, or whose answers tell whether somebody looks.
 */
export async function readToSuspect(tx: Queryable, projectId: number): Promise<Read> {
  const head = await readHead(tx, projectId)
  if (!head || head.answers === 0) return { answers: 0, of: 0, workers: [], fields: [] }
  const perAnswer = head.items / Math.max(1, head.tasks)
  const answers = Math.min(maxValues, Math.ceil(Math.min(maxAnswers, head.answers) * perAnswer))
  const expected = { items: head.items, workers: head.workers, answers }
  const columns = new Map(
    (head.specs.get(head.version) ?? []).flatMap((field) => {
      const column = kindOf(field).isComparable
        ? fieldColumn(field, expected, head.naming)
        : habitsColumn(field, expected)
      return column ? [[fieldKey(field), column] as const] : []
    }),
  )
  const reading = { order: 'newest tasks first', maxAnswers, maxValues } as const
  const read = await readAnswers(tx, projectId, head, columns, reading)
  return {
    ...{ answers: read.answers, of: head.answers, workers: read.workers },
    fields: [...columns.values()].map((column) => column.finish(read.workers.length)),
  }
}

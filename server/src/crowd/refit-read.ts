import type { OutputField } from '@whisker/api/fields.ts'
import { collectField } from '../consolidation/collect-field.ts'
import type { FieldFit } from '../consolidation/field-fit.ts'
import type { ProjectNaming } from '../consolidation/naming.ts'
import type { Sql } from '../database/connect.ts'
import { readAnswers, readHead } from './read-answers.ts'

export type Fitted = {
  /** Below it every transaction's answers are in. */
  cursor: string
  version: number
  specs: Map<number, OutputField[]>
  naming: ProjectNaming
  answers: number
  workers: string[]
  fields: { field: OutputField; fit: FieldFit }[]
}

/**
 * Reads all counted answers of a project from one snapshot, by a cursor, into flat arrays, and fits every field. The answers
 * are those of the transactions below the oldest one that is running; followers go on from there.
 */
export async function fitProject(replica: Sql, projectId: number): Promise<Fitted | null> {
  const connection = await replica.reserve()
  try {
    await connection`begin isolation level repeatable read, read only`
    await connection`set local statement_timeout = 0`
    const head = await readHead(connection, projectId)
    if (!head) return null
    const perTask = head.items / Math.max(1, head.tasks)
    const expected = { items: head.items, workers: head.workers, answers: Math.ceil(head.answers * perTask) }
    const collectors = new Map(
      [...head.fields].map(([key, versions]) => [key, collectField(versions, expected)] as const),
    )
    const reading = { order: 'by worker', below: head.horizon } as const
    const { answers, workers } = await readAnswers(connection, projectId, head, collectors, reading)
    const fields = [...collectors].map(([key, collector]) => ({
      field: head.fields.get(key)![0]!,
      fit: collector.fit(workers.length, head.naming.of(head.fields.get(key)![0]!)),
    }))
    const { horizon: cursor, version, specs, naming } = head
    return { cursor, version, specs, naming, answers, workers, fields }
  } finally {
    await connection`rollback`.catch(() => {})
    connection.release()
  }
}

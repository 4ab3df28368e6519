import type { Queryable } from '../database/connect.ts'
import { roughSize } from '../database/fit.ts'

/** What the answers weigh at most that a loop reads at once. A task alone may weigh more, and is read all the same. */
const maxAnswerBytes = 8_000_000

/**
 * The first of these tasks whose counted answers come to no more than {@link maxAnswerBytes}, one at least: 500 tasks are
 * 100 kB of answers or many GB, depending on what strangers wrote into them.
 */
export async function leadingTasks(sql: Queryable, projectId: number, taskIds: readonly string[]): Promise<string[]> {
  const rows = await sql<{ task_id: string; bytes: number }[]>`
    select task_id, sum(${roughSize(sql, sql`"values"`)})::float8 as bytes from answers
    where project_id = ${projectId} and task_id = any(${taskIds as string[]}) and state = 'counted' group by task_id`
  const bytes = new Map(rows.map((row) => [row.task_id, row.bytes]))
  return leading(taskIds, (id) => bytes.get(id) ?? 0)
}

/** Does something with all of these tasks, in their order, as many at a time as {@link leadingTasks} gives. */
export async function byWeight(
  sql: Queryable,
  projectId: number,
  taskIds: readonly string[],
  work: (some: string[]) => Promise<void>,
): Promise<void> {
  for (let left = taskIds; left.length > 0; ) {
    const some = await leadingTasks(sql, projectId, left)
    await work(some)
    left = left.slice(some.length)
  }
}

/** The first of these that come to no more than {@link maxAnswerBytes}, one at least. */
export function leading<T>(all: readonly T[], bytesOf: (one: T) => number): T[] {
  const first: T[] = []
  let total = 0
  for (const one of all) {
    total += bytesOf(one)
    if (total > maxAnswerBytes && first.length > 0) break
    first.push(one)
  }
  return first
}

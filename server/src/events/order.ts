import type { Pieces, Text } from './text.ts'

/**
 * The number under which a statement tells of a task that its transaction has not locked first: column `xid` of its event.
 *
 * Events are read in the order of transactions, and a transaction has its number from the first row that it locks. What others do to
 * a further task of a batch between that moment and its own lock has a higher number, though it happened before; so its event goes
 * behind the last one of its task. Nobody misses it there: that one was committed, and as long as this transaction runs, no reader
 * passes its own number, which is lower.
 *
 * To be asked in a statement after the one that locks, or what was committed while it waited is not seen.
 *
 * @param said what it is said in; @param projectId the project's number, in that statement; @param taskId an expression of SQL
 */
export function sayBehindLastOf(said: Pieces, projectId: (said: Pieces) => Pieces, taskId: Text): void {
  said.add('greatest(pg_current_xact_id(), (select e.xid from events e where e.project_id = ')
  projectId(said)
  said.add(" and e.data ? 'task_id' and (e.data ->> 'task_id')::uuid = ", taskId, ' order by e.xid desc limit 1))')
}

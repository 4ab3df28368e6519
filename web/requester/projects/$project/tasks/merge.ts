import type { Task } from '@whisker/api/tasks.ts'

/** One page of the table. `changed`: the list is no longer what is shown, and showing it as it is would move rows. */
export type TaskPage = { data: Task[]; next?: string | undefined; changed: boolean }

/**
 * A later look at the same page, without moving what somebody is reading: rows stay where they are and get their new
 * content; only the last page of the list grows at its end. Everything else that happened is told by `changed`.
 */
export function mergePage(before: TaskPage, now: TaskPage): TaskPage {
  const fresh = new Map(now.data.map((task) => [task.id, task]))
  const shown = new Set(before.data.map((task) => task.id))
  const rows = before.data.map((task) => fresh.get(task.id) ?? task)
  const gone = before.data.some((task) => !fresh.has(task.id))
  const added = now.data.filter((task) => !shown.has(task.id))
  if (before.next !== undefined)
    return { data: rows, next: before.next, changed: before.changed || gone || added.length > 0 }
  const lastShown = now.data.findLastIndex((task) => shown.has(task.id))
  const tail = now.data.slice(lastShown + 1)
  return { data: [...rows, ...tail], next: now.next, changed: before.changed || gone || added.length > tail.length }
}

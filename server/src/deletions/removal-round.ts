import type { Server } from '../context.ts'
import type { Transaction } from '../database/connect.ts'
import type { Round } from '../jobs/loop.ts'
import { forgetInProject } from './forget-person.ts'
import { removeTasks } from './remove-tasks.ts'

// Rows of one transaction. The cursors of the queue and of the events wait for it: it must stay short.
const tasksAtOnce = 200
const rowsAtOnce = 5000

type Due = {
  id: string
  kind: string
  subject: string
  workspace_id: number | null
  projects: number[]
  event_id: string
}

/**
 * Removes what was asked to be deleted, one batch a round. What is left to do is what is still there, so it goes on after
 * a crash without knowing where it stopped; whoever is at work on a deletion holds its row, and any number of servers share
 * several of them. Which one is next is chance: one that fails must not keep the others waiting.
 */
export function removeDeleted(server: Server): Round {
  return async () => {
    const more = await server.sql.begin(async (tx) => {
      const [due] = await tx<Due[]>`
        select id, kind, subject, workspace_id, projects, event_id from deletions where finished_at is null
        order by random() limit 1 for update skip locked`
      if (!due) return 'nothing'
      const isLeft = due.kind === 'project' ? await removeOfProject(tx, due) : await forgetInProject(server, tx, due)
      if (!isLeft) await tx`update deletions set finished_at = now() where id = ${due.id}`
      return isLeft ? 'more' : 'finished'
    })
    if (more === 'finished') server.wake('housekeeping')
    return more === 'nothing' ? 'done' : 'again'
  }
}

/** @returns false when nothing of the project is left. */
async function removeOfProject(tx: Transaction, due: Due): Promise<boolean> {
  const projectId = Number(due.subject)
  const next = await tx<{ id: string }[]>`
    select id from tasks where project_id = ${projectId} order by id limit ${tasksAtOnce}`
  if (next.length > 0) {
    const gone = await removeTasks(
      tx,
      projectId,
      next.map((row) => row.id),
    )
    // Each result that goes leaves a note for whoever follows; nobody does, and the last transaction would have them all.
    await tx`delete from withdrawn_results where project_id = ${projectId} and task_id = any(${gone.map((task) => task.id)})`
    await tx`update deletions set tasks = tasks + ${gone.length} where id = ${due.id}`
    return true
  }
  const events = await tx`
    delete from events where project_id = ${projectId} and id = any(array(
      select id from events where project_id = ${projectId} order by id limit ${rowsAtOnce}))`
  if (events.count > 0) return true
  const notes = await tx`
    delete from result_changes where project_id = ${projectId} and id = any(array(
      select id from result_changes where project_id = ${projectId} order by id limit ${rowsAtOnce}))`
  if (notes.count > 0) return true
  const objects = await tx`
    delete from bucket_objects where project_id = ${projectId} and key = any(array(
      select key from bucket_objects where project_id = ${projectId} order by key limit ${rowsAtOnce}))`
  if (objects.count > 0) return true
  // Replies that are kept for retries hold the project and its tasks as they were sent. Only projects have numbers for ids.
  await tx`
    delete from receipts
    where workspace_id = ${due.workspace_id} and jsonb_typeof(body) = 'string'
      and ${String(projectId)} in ((body #>> '{}')::jsonb ->> 'project_id', (body #>> '{}')::jsonb ->> 'id')`
  await tx`delete from projects where id = ${projectId}`
  return false
}

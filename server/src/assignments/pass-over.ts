import { endHolds } from '../answers/holds.ts'
import type { Unshown } from '../assets/renditions.ts'
import type { Sql } from '../database/connect.ts'
import { bringBack, noteAside, putAside, waitNoMore } from '../tasks/row/aside.ts'
import { freePlaces } from '../tasks/row/places.ts'

/** Why a task is passed over. Never the picture's own fault: that ends the task (unreadable.ts). */
export type Hindrance = { fault: Exclude<Unshown['fault'], 'picture'>; reason: string }

/**
 * A picture of the task cannot be shown right now. The task stays open, ends these holds of it as if they had been given back,
 * and goes to lane -1, where no take looks: a million such tasks cost the take nothing. It comes back by itself
 * (return-passed-over.ts): looked at again after 2 s, then less and less often, half a minute at most; where a decoder died, which
 * costs seconds of processor time, after a minute to six hours.
 *
 * Practice stays in its lane: no take looks there, and who gives out practice asks for this row (projects/queries.ts).
 * Lane -1 is only advice: who frees a place of the task meanwhile moves it to lane 1 as always, which costs one more look.
 */
export async function passOver(
  sql: Sql,
  projectId: number,
  taskId: string,
  { fault, reason }: Hindrance,
  holdIds: string[] = [],
): Promise<void> {
  const [first, max] = fault === 'decoder' ? [60, 6 * 3600] : [2, 30]
  await sql`
    with task as materialized (
      select t.id, t.lane from tasks t
      where t.project_id = ${projectId} and t.id = ${taskId} and (t.status = 'open' or t.gold) for update
    ), ended as (
      ${endHolds(sql, projectId, 'released', sql`a.id = any(${holdIds}) and a.task_id = (select id from task)`)}
    ), moved as (
      ${putAside(sql, projectId, sql`task`, sql`ended`)}
    )
    ${noteAside(sql, projectId, sql`task`, { fault, reason, first, max })}`
}

/** The pictures can be shown again: in front of every cursor (take.ts), gold to its own lane. */
export async function comeBack(sql: Sql, projectId: number, taskId: string): Promise<void> {
  await sql`
    with task as materialized (
      select t.id from tasks t where t.project_id = ${projectId} and t.id = ${taskId} for update
    ), waited as (
      ${waitNoMore(sql, projectId, sql`select id from task`)}
    )
    ${bringBack(sql, projectId, sql`task`, sql`waited`)}`
}

/** Gives holds back that were taken a moment ago and cannot be shown: the whole store is away, and that is no task's fault. */
export async function giveBack(sql: Sql, projectId: number, holdIds: string[]): Promise<void> {
  if (holdIds.length === 0) return
  await sql`
    with task as materialized (
      select t.id from tasks t
      where t.project_id = ${projectId} and t.id = any(array(
        select task_id from assignments where project_id = ${projectId} and id = any(${holdIds}) and state = 'active'))
      order by t.id for update
    ), ended as (
      ${endHolds(sql, projectId, 'released', sql`a.id = any(${holdIds}) and a.task_id = any(array(select id from task))`)}
    )
    ${freePlaces(sql, sql`ended`)}`
}

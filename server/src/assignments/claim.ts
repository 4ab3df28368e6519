import { randomBytes } from 'node:crypto'
import { giveHolds } from '../answers/holds.ts'
import { answersLeft, heldBy } from '../answers/of-worker.ts'
import type { Sql } from '../database/connect.ts'
import { newId } from '../projects/ids.ts'
import { givePlaces } from '../tasks/row/places.ts'
import { mayTake } from '../workers/who-may-take.ts'
import { contentOf, type TaskContent } from './content.ts'
import type { TakenTask, Wish } from './take.ts'
import type { Entry } from './window.ts'

/** A task that was given, with what it asks. */
export type Claimed = TakenTask & { content: TaskContent }

/** A wish, and the tasks that may be given to it. */
export type Matched = { wish: Wish; entries: Entry[] }

/**
 * Gives tasks to several workers in one statement; which ones was chosen beforehand from a window of the queue, and counts for nothing
 * here: each row is looked up, locked and asked again whether it stands where it stood and has a place free, as in take.ts.
 *
 * Nobody in it waits for a task that somebody else holds, and who may not take, holds too much or had another take meanwhile gets
 * nothing: that is "not by me", and take.ts says why.
 *
 * Order of locks: turns, by project and worker, so that two servers cannot wait for each other in a circle; then tasks, which nobody
 * waits for.
 *
 * @returns for each wish what was given to it
 */
export async function claimTasks(sql: Sql, matched: Matched[]): Promise<Claimed[][]> {
  const keyOf = ({ wish }: Matched) => `${wish.projectId} ${wish.workerId}`
  const inOrder = [...matched].sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1))
  const wishes = inOrder.map(({ wish: { projectId, workerId, count, maxHeld } }, n) => ({
    ...{ n, project_id: projectId, worker_id: workerId, wanted: count, max_held: maxHeld },
  }))
  const wanted = inOrder.flatMap(({ wish, entries }, n) =>
    entries.map(({ id, xid, position }) => ({
      ...{ n, task_id: id, xid: `${xid}`, position },
      id: newId(wish.projectId),
      token: randomBytes(16).toString('base64url'),
    })),
  )
  // A name that no condition inside has for something else.
  const workerId = sql`wish.worker_id`
  const given = await sql<(TakenTask & TaskContent)[]>`
    with wishes as materialized (
      select * from jsonb_to_recordset(${sql.json(wishes)}) as w (n int, project_id int, worker_id uuid, wanted int, max_held int)
    ), allowed as materialized (
      select wish.*, a.span from wishes wish cross join lateral (
        select p.assignment_seconds * interval '1 second' as span,
               least(wish.max_held, ${answersLeft(sql, workerId)}) - ${heldBy(sql, sql`wish.project_id`, workerId)} as room
        from projects p where p.id = wish.project_id and p.status = 'active' and ${mayTake(sql, workerId)}
          and (select true from gold g where g.project_id = p.id limit 1) is null) a
      where a.room >= wish.wanted
    ), turn as materialized (
      insert into worker_cursors as c (project_id, worker_id, lane, xid, position)
      select project_id, worker_id, -1, '0', 1 from allowed order by n
      on conflict (project_id, worker_id, lane) do update set position = c.position + 1
      where c.position = (select o.position from worker_cursors o
        where o.project_id = c.project_id and o.worker_id = c.worker_id and o.lane = -1)
      returning project_id, worker_id
    ), locked as materialized (
      select a.project_id, a.worker_id, a.span, m.id, m.token, l.id as task_id, l.version, l.free,
             row_number() over (partition by a.project_id, l.id order by m.n) as seat
      from turn join allowed a using (project_id, worker_id)
      join jsonb_to_recordset(${sql.json(wanted)}) as m (n int, task_id uuid, xid text, position bigint, id uuid, token text) on m.n = a.n
      cross join lateral (
        select t.id, t.version, t.wanted - t.answered - t.active as free from tasks t
        where t.project_id = a.project_id and t.id = m.task_id and t.lane in (0, 1) and (t.status = 'open' or t.gold)
          and t.answered + t.active < t.wanted and t.queue_xid = m.xid::xid8 and t.position = m.position
        for update skip locked) l
    ), held as (
      ${giveHolds(sql, sql`(select * from locked where seat <= free)`)}
    ), counted as (
      ${givePlaces(sql, sql`held`)}
    )
    select h.id, h.token, h.version, h.deadline, extract(epoch from h.deadline - now())::float8 as seconds_left, c.*
    from held h cross join lateral (
      ${contentOf(sql, sql`h.project_id`, sql`h.task_id`, sql`h.version`)}) c`
  const byId = new Map(given.map((row) => [row.id, claimedOf(row)]))
  const byWish = new Map<Matched, Claimed[]>(matched.map((one) => [one, []]))
  for (const { n, id } of wanted) {
    const hold = byId.get(id)
    if (hold) byWish.get(inOrder[n] as Matched)?.push(hold)
  }
  return [...byWish.values()]
}

function claimedOf({ id, token, version, deadline, seconds_left, ...content }: TakenTask & TaskContent): Claimed {
  return { id, task_id: content.task_id, token, version, deadline, seconds_left, content }
}

import { randomBytes } from 'node:crypto'
import { giveHolds } from '../answers/holds.ts'
import { answersLeft, heldBy } from '../answers/of-worker.ts'
import type { Fragment, Sql } from '../database/connect.ts'
import type { GoldDice } from '../gold/mix.ts'
import { newId } from '../projects/ids.ts'
import { givePlaces } from '../tasks/row/places.ts'
import { mayTake } from '../workers/who-may-take.ts'
import { contentOf, type TaskContent } from './content.ts'
import { goldCandidates } from './gold-candidates.ts'
import type { TakenTask, Wish } from './take.ts'
import type { Entry } from './window.ts'

/** A task that was given, with what it asks. */
export type Claimed = TakenTask & { content: TaskContent }

/** A wish, and the tasks that may be given to it. `dice`: in a project with gold, where one of them may be gold instead of the last. */
export type Matched = { wish: Wish; entries: Entry[]; dice?: GoldDice | null }

/**
 * Gives tasks to several workers in one statement; which ones was chosen beforehand from a window of the queue, and counts for nothing
 * here: each row is looked up, locked and asked again whether it stands where it stood and has a place free, as in take.ts.
 *
 * Nobody in it waits for a task that somebody else holds, and who may not take, holds too much or had another take meanwhile gets
 * nothing: that is "not by me", and take.ts says why.
 *
 * Gold is picked in the same statement, as in take.ts, so that all whom it serves wait equally long, whatever they get. In a project
 * whose gold is not known yet nothing is given: `dice` say that their reply will leave at an even step (http/even-reply.ts).
 *
 * Order of locks: turns, by project and worker, so that two servers cannot wait for each other in a circle; then tasks, which nobody
 * waits for.
 *
 * @returns for each wish what was given to it
 */
export async function claimTasks(sql: Sql, matched: Matched[]): Promise<Claimed[][]> {
  const keyOf = ({ wish }: Matched) => `${wish.projectId} ${wish.workerId}`
  const inOrder = [...matched].sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1))
  const wishes = inOrder.map(({ wish: { projectId, workerId, count, maxHeld }, dice }, n) => ({
    ...{ n, project_id: projectId, worker_id: workerId, wanted: count, max_held: maxHeld },
    ...(dice && { is_gold: true, possible: dice.possible, whether: dice.whether }),
  }))
  const fresh = inOrder.map(({ wish, entries }) => entries.map(() => freshHold(wish.projectId)))
  const wanted = inOrder.flatMap(({ entries, dice }, n) =>
    entries.map(({ id, xid, position }, place) => {
      const hold = fresh[n]![place]!
      const beside = fresh[n]![dice ? placeBeside(place, entries.length, dice) : place]!
      return {
        ...{ n, place: place + 1, task_id: id, xid: `${xid}`, position, ...hold },
        ...{ beside_id: beside.id, beside_token: beside.token },
      }
    }),
  )
  // A name that no condition inside has for something else.
  const workerId = sql`wish.worker_id`
  const given = await sql<(TakenTask & TaskContent)[]>`
    with wishes as materialized (
      select * from jsonb_to_recordset(${sql.json(wishes)}) as w (
        n int, project_id int, worker_id uuid, wanted int, max_held int, is_gold boolean, possible boolean, whether float8)
    ), allowed as materialized (
      select wish.*, a.span, a.throws from wishes wish cross join lateral (
        select p.assignment_seconds * interval '1 second' as span, wish.possible and p.inject_gold as throws,
               least(wish.max_held, ${answersLeft(sql, workerId)}) - ${heldBy(sql, sql`wish.project_id`, workerId)} as room
        from projects p where p.id = wish.project_id and p.status = 'active' and ${mayTake(sql, workerId)}
          and (wish.is_gold or (select true from gold g where g.project_id = p.id limit 1) is null)) a
      where a.room >= wish.wanted
    ), turn as materialized (
      insert into worker_cursors as c (project_id, worker_id, lane, xid, position)
      select project_id, worker_id, -1, '0', 1 from allowed order by n
      on conflict (project_id, worker_id, lane) do update set position = c.position + 1
      where c.position = (select o.position from worker_cursors o
        where o.project_id = c.project_id and o.worker_id = c.worker_id and o.lane = -1)
      returning project_id, worker_id
    ), asked as materialized (
      select chosen.*, m.place, m.task_id, m.xid::xid8 as xid, m.position, m.id, m.token, m.beside_id, m.beside_token
      from turn join allowed chosen using (project_id, worker_id)
      join jsonb_to_recordset(${sql.json(wanted)}) as m (
        n int, place int, task_id uuid, xid text, position bigint, id uuid, token text, beside_id uuid, beside_token text)
        on m.n = chosen.n
    ), gold_locked as materialized (
      select chosen.n, chosen.project_id, chosen.worker_id, chosen.span, chosen.beside_id as id, chosen.beside_token as token,
             l.id as task_id, l.version, l.free
      from asked chosen cross join lateral (
        select g.* from (
          select id from (
            select id, exposures, max(exposures) over () as max_exposures from (
              ${goldCandidates(
                sql,
                {
                  ...{ projectId: sql`chosen.project_id`, workerId: sql`chosen.worker_id` },
                  ...{ count: sql`chosen.wanted`, whether: sql`chosen.whether` },
                  version: sql`(
                    select o.version from asked f join tasks o on o.project_id = f.project_id and o.id = f.task_id
                    where f.n = chosen.n and f.place = 1 and ${stands(sql, sql`o`, sql`f`)})`,
                },
                sql`chosen.throws and chosen.place = chosen.wanted`,
              )}) c) c
          where exposures = max_exposures order by random()) w
        cross join lateral (
          select t.id, t.version, t.wanted - t.answered - t.active as free from tasks t
          where t.project_id = chosen.project_id and t.id = w.id and t.lane = 2 and t.answered + t.active < t.wanted
          for update skip locked) g
        limit 1) l
    ), locked as materialized (
      select project_id, worker_id, span, id, token, task_id, version, free,
             row_number() over (partition by project_id, task_id order by n) as seat
      from (
        select * from gold_locked
        union all
        select a.n, a.project_id, a.worker_id, a.span, case when a.has_gold then a.beside_id else a.id end,
               case when a.has_gold then a.beside_token else a.token end, l.id as task_id, l.version, l.free
        from (select *, n in (select n from gold_locked) as has_gold from asked) a cross join lateral (
          select t.id, t.version, t.wanted - t.answered - t.active as free from tasks t
          where t.project_id = a.project_id and t.id = a.task_id and ${stands(sql, sql`t`, sql`a`)}
            and not (a.has_gold and a.place = a.wanted)
          for update skip locked) l) either
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
  for (const [n, holds] of fresh.entries())
    for (const { id } of holds) {
      const hold = byId.get(id)
      if (hold) byWish.get(inOrder[n] as Matched)?.push(hold)
    }
  return [...byWish.values()]
}

const freshHold = (projectId: number) => ({ id: newId(projectId), token: randomBytes(16).toString('base64url') })

/**
 * Where an entry stands when one of them is gold instead of the last: at a place by chance. Ids are given by it, for they tell in which
 * order they were made.
 */
function placeBeside(place: number, count: number, dice: GoldDice): number {
  const ofGold = Math.floor(dice.place * count)
  if (place === count - 1) return ofGold
  return place < ofGold ? place : place + 1
}

/** A task still stands where it stood, with a place free. */
const stands = (sql: Sql, task: Fragment, entry: Fragment) => sql`
  ${task}.lane in (0, 1) and (${task}.status = 'open' or ${task}.gold) and ${task}.answered + ${task}.active < ${task}.wanted
  and ${task}.queue_xid = ${entry}.xid and ${task}.position = ${entry}.position`

function claimedOf({ id, token, version, deadline, seconds_left, ...content }: TakenTask & TaskContent): Claimed {
  return { id, task_id: content.task_id, token, version, deadline, seconds_left, content }
}

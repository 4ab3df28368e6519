import { randomBytes } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { giveHolds } from '../answers/holds.ts'
import { answersLeft, heldBy } from '../answers/of-worker.ts'
import type { Sql } from '../database/connect.ts'
import { throwDice } from '../gold/mix.ts'
import { newId } from '../projects/ids.ts'
import { givePlaces } from '../tasks/row/places.ts'
import { mayTake } from '../workers/who-may-take.ts'
import { goldCandidates } from './gold-candidates.ts'
import { inTurn } from './in-turn.ts'

export type TakenTask = {
  id: string
  task_id: string
  token: string
  version: number
  deadline: string
  seconds_left: number
}

/** Where a task stood in the queue when it was taken. */
export type TakenPlace = { lane: number; xid: number; position: number }

type Round = {
  taken: TakenTask[]
  places: TakenPlace[]
  looked_at: number
  /** Entries that this worker has not done, taken or not: somebody else's statement may have held them. */
  free: number
  advanced: boolean
  /** No other take of this worker here was committed since this one began; else nothing was given. */
  in_turn: boolean
  allowed: boolean
  room: number
  has_gold: boolean
}

// How many entries of the queue one round looks at. The first is enough while nobody is in the way; the others are for a
// crowd at the head of the queue, or for a cursor that an old transaction holds back.
const scans = [16, 400, 5000, 50_000]

// How often, and how long, a worker waits for the locks of others when nothing else is left. A batch holds them for 10 to 50 ms.
const maxWaits = 8
const waitMs = 25

/**
 * Takes up to `count` tasks for a worker: the hot statement of the whole service.
 *
 * The queue. Open tasks with a free place stand in two lanes: 0, as they were made, and 1, what came back (expired,
 * skipped, released, asked again), which goes first. A worker has a cursor in each lane and only looks behind it, so
 * the cost does not depend on how many tasks there are nor on how many this worker has done.
 *
 * Why nobody misses a task:
 * - Entries are ordered by (transaction, position), not by position alone: positions are given out before the commit,
 *   so a lower one may appear later. A cursor never passes the oldest running transaction (`pg_snapshot_xmin`), hence
 *   nothing can appear behind it.
 * - A task that was full when the cursor passed it, and gets a place free again, is moved to lane 1 under the
 *   transaction that freed the place: in front of every cursor.
 * - A task that another worker's statement holds at this moment is skipped (`skip locked`), and the cursor stops in
 *   front of it: next time it is looked at again.
 *
 * Gold waits in lane 2, without cursors. When the dice say so, one of the tasks taken is a gold task, at a place by chance,
 * and one ordinary task fewer: only where there is an ordinary one, of the same version of the form, so that a worker who
 * has seen everything is told so whether there is gold or not. What a worker gives back stands in lane 1 and comes again
 * like any other task. Gold that has been begun comes first: an ordinary task has its answers within a short time, and
 * gold whose exposures trickle in over weeks would stand out (least shown first, colluders found it by how seldom they saw
 * it: area under the curve 0.002 to 0.24; begun first 0.46 to 0.50). Without the dice, as for nine of ten tasks, a
 * one-time filter skips its part. Medians of 300 takes of three in one run, 10,000 tasks: 5.9 ms in a project without
 * gold, 5.4 with 500 gold tasks and no dice, 5.7 with the dice.
 *
 * Exactly N: a place is given by `answered + active < wanted`, checked again on the newest version of the row after it
 * is locked; the constraint `exactly_n` stands behind it. One hold a worker and task: `assignments_once`.
 *
 * No more than one person may hold, nor answer: both are counted in the statement, so two takes of one worker must not count
 * at the same time. Each moves a counter of its own (lane -1 of the cursors) on from where it stood when the statement began,
 * and before it locks a task; who finds it moved has counted too early, gives nothing, and begins anew.
 *
 * Order of locks everywhere: turn, then task, then assignment; who holds a task and wants the turn meets nobody who waits,
 * because takes skip locked tasks.
 *
 * Rows are named by parameters and arrays (`t.id = w.id` inside a lateral query, `t.id = any(array(...))`), never by a
 * join: without statistics the planner takes a join with one of a million tasks for one with all of them, by whatever
 * index comes first (54 ms instead of 0.9). For the same reason nothing here asks by `exists` what this worker has done: that was turned
 * into a set, or a join, with all that they had ever done here, read with each take.
 *
 * Rejected: `order by random()` and `offset` (cost grows with the queue); `not exists (answer of this worker)` without a
 * cursor (scans the 100,000 tasks that this worker has done); one shared head of the queue (every worker waits for it).
 */
export function takeTasks(sql: Sql, wish: Wish): Promise<Round> {
  return inTurn(sql, `${wish.projectId} ${wish.workerId}`, () => takeInTurn(sql, wish))
}

/** What somebody asks for: up to so many tasks, as long as they hold no more than `maxHeld`. */
export type Wish = { projectId: number; workerId: string; count: number; maxHeld: number }

async function takeInTurn(sql: Sql, wish: Wish): Promise<Round> {
  let round: Round = {
    taken: [],
    places: [],
    looked_at: 0,
    free: 0,
    advanced: false,
    in_turn: true,
    allowed: false,
    room: 0,
    has_gold: false,
  }
  for (const scan of scans) {
    for (let waits = 0; ; ) {
      round = await takeRound(sql, wish, scan)
      if (round.taken.length > 0) break
      if (round.room > 0 && !round.in_turn) continue
      const isFull = round.looked_at >= scan
      // A full window, all done by this worker, and the cursor went past it: look on behind it.
      if (isFull && round.advanced) continue
      // All that is left is locked at this moment, as by a batch that changes tasks: a short wait, and not "none left".
      if (isFull || round.free === 0 || round.room <= 0 || waits++ === maxWaits) break
      await sleep(waitMs)
    }
    if (round.taken.length > 0 || !round.allowed || round.room <= 0 || round.looked_at < scan) return round
    // A full window, and the cursor could not pass it: look further.
  }
  return round
}

async function takeRound(sql: Sql, { projectId, workerId, count, maxHeld }: Wish, scan: number): Promise<Round> {
  const fresh = Array.from({ length: count }, () => ({
    id: newId(projectId),
    token: randomBytes(16).toString('base64url'),
  }))
  const gold = throwDice(count)
  const [round] = await sql<Round[]>`
    with horizon as materialized (
      select pg_snapshot_xmin(pg_current_snapshot()) as xmin
    ), allowed as materialized (
      select p.assignment_seconds, p.inject_gold,
             -- Who takes an answer back may hold one more than the limit.
             greatest(0, least(${maxHeld}, ${answersLeft(sql, workerId)}) - ${heldBy(sql, projectId, workerId)}) as room
      from projects p
      where p.id = ${projectId} and p.status = 'active'
        and ${mayTake(sql, workerId)}
    ), turn as materialized (
      insert into worker_cursors as c (project_id, worker_id, lane, xid, position)
      select ${projectId}, ${workerId}, -1, '0', 1 from allowed where room > 0
      on conflict (project_id, worker_id, lane) do update set position = c.position + 1
      where c.position = (select position from worker_cursors
        where project_id = ${projectId} and worker_id = ${workerId} and lane = -1)
      returning position
    ), cursors as materialized (
      select lane.lane, coalesce(c.xid, '0'::xid8) as xid, coalesce(c.position, 0) as position
      from (values (0::smallint), (1::smallint)) as lane (lane)
      left join worker_cursors c on c.project_id = ${projectId} and c.worker_id = ${workerId} and c.lane = lane.lane
      where exists (select from allowed where room > 0)
    ), window_ as materialized (
      select w.*, (
        select true from assignments a
        where a.project_id = ${projectId} and a.task_id = w.id and a.worker_id = ${workerId}
          and a.state in ('active', 'submitted', 'skipped', 'late') limit 1) is not null as done
      from cursors c cross join lateral (
        select t.id, t.version, t.lane, t.queue_xid, t.position from tasks t
        where t.project_id = ${projectId} and (t.status = 'open' or t.gold) and t.answered + t.active < t.wanted
          and t.lane = c.lane and (t.queue_xid, t.position) > (c.xid, c.position)
        order by t.queue_xid, t.position limit ${scan}) w
    ), gold_window as materialized (
      ${goldCandidates(
        sql,
        {
          ...{
            projectId: sql`${projectId}`,
            workerId: sql`${workerId}`,
            count: sql`${count}`,
            whether: sql`${gold.whether}`,
          },
          version: sql`(select version from window_ where not done order by lane desc, queue_xid, position limit 1)`,
        },
        sql`${gold.possible}::boolean and (select inject_gold from allowed)`,
      )}
    ), gold_locked as materialized (
      select l.id, l.version
      from (select id from gold_window where exposures = (select max(exposures) from gold_window) order by random()) w
      cross join lateral (
        select t.id, t.version from tasks t
        where t.project_id = ${projectId} and t.id = w.id and t.lane = 2 and t.answered + t.active < t.wanted
        for update skip locked) l
      limit least(1, (select room from allowed)) * (select count(*) from turn)
    ), locked as materialized (
      select l.id, l.version
      from (select * from window_ where not done order by lane desc, queue_xid, position) w
      cross join lateral (
        select t.id, t.version from tasks t
        where t.project_id = ${projectId} and t.id = w.id and (t.status = 'open' or t.gold) and t.answered + t.active < t.wanted
        for update skip locked) l
      limit least(${count}, (select room from allowed)) * (select count(*) from turn) - (select count(*) from gold_locked)
    ), picked as materialized (
      select id, version, row_number() over (order by place) as n from (
        select id, version, row_number() over ()::float8 as place from locked
        union all
        select id, version, floor(${gold.place}::float8 * (1 + (select count(*) from locked))) + 0.5 from gold_locked) p
    ), fresh as (
      select id, token, row_number() over () as n
      from jsonb_to_recordset(${sql.json(fresh)}) as f (id uuid, token text)
    ), held as (
      ${giveHolds(
        sql,
        sql`(select ${projectId}::int as project_id, f.id, f.token, l.id as task_id, ${workerId}::uuid as worker_id, l.version,
                    (select assignment_seconds * interval '1 second' from allowed) as span
             from picked l join fresh f using (n))`,
      )}
    ), counted as (
      ${givePlaces(sql, sql`held`, sql`t.project_id = ${projectId} and t.id = any(array(select task_id from held))`)}
    ), passed as (
      -- The cursor of a lane goes to the last entry in front of the first one that must be looked at again.
      select distinct on (lane) lane, queue_xid, position from (
        select w.lane, w.queue_xid, w.position,
               bool_or(w.queue_xid >= (select xmin from horizon)
                       or not w.done and w.id not in (select task_id from held))
                 over (partition by w.lane order by w.queue_xid, w.position) as stopped
        from window_ w) s
      where not stopped order by lane, queue_xid desc, position desc
    ), moved as (
      insert into worker_cursors (project_id, worker_id, lane, xid, position)
      select ${projectId}, ${workerId}, lane, queue_xid, position from passed
      on conflict (project_id, worker_id, lane) do update set xid = excluded.xid, position = excluded.position
      where (excluded.xid, excluded.position) > (worker_cursors.xid, worker_cursors.position)
    )
    select coalesce((
             select jsonb_agg(jsonb_build_object(
                      'id', h.id, 'task_id', h.task_id, 'token', h.token, 'version', l.version, 'deadline', h.deadline,
                      'seconds_left', extract(epoch from h.deadline - now())) order by l.n)
             from held h join picked l on l.id = h.task_id), '[]') as taken,
           coalesce((
             select jsonb_agg(jsonb_build_object('lane', w.lane, 'xid', w.queue_xid::text::float8, 'position', w.position))
             from held h join window_ w on w.id = h.task_id), '[]') as places,
           (select coalesce(max(n), 0)::int from (select count(*) as n from window_ group by lane) per_lane) as looked_at,
           (select count(*)::int from window_ where not done) as free,
           exists (select from passed) as advanced,
           exists (select from allowed) as allowed,
           exists (select from turn) as in_turn,
           exists (select from gold where project_id = ${projectId}) as has_gold,
           coalesce((select room::int from allowed), 0) as room`
  return round as Round
}

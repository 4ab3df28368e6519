import type { Sql } from '../database/connect.ts'
import type { Wish } from './take.ts'
import type { Entry } from './window.ts'
import type { Windows } from './windows.ts'

/** How many entries of each lane a look reads. */
const maxRead = 256

type Head = { project_id: number; horizon: number; has_gold: boolean; lane: 0 | 1 | null } & Omit<Entry, 'lane'>

/** Reads the windows on. @returns the projects that have gold */
export async function lookAhead(sql: Sql, windows: Windows, byProject: Map<number, Wish[]>): Promise<Set<number>> {
  const lanes = [...byProject].flatMap(([projectId, wishes]) =>
    windows
      .of(projectId)
      .toRead(wishes)
      .map(({ lane, xid, position }) => ({ project_id: projectId, lane, xid: `${xid}`, position })),
  )
  const heads = await sql<Head[]>`
    select w.project_id, h.lane, h.id, h.xid, h.position, h.free, pg_snapshot_xmin(pg_current_snapshot())::text::float8 as horizon,
           exists (select from gold g where g.project_id = w.project_id) as has_gold
    from jsonb_to_recordset(${sql.json(lanes)}) as w (project_id int, lane smallint, xid text, position bigint)
    left join lateral (
      select t.id, t.lane, t.queue_xid::text::float8 as xid, t.position::float8 as position, t.wanted - t.answered - t.active as free
      from tasks t
      where t.project_id = w.project_id and t.lane = w.lane and (t.status = 'open' or t.gold) and t.answered + t.active < t.wanted
        and (t.queue_xid, t.position) > (w.xid::xid8, w.position)
      order by t.queue_xid, t.position limit ${maxRead}) h on true`
  for (const [projectId, rows] of Map.groupBy(heads, ({ project_id }) => project_id)) {
    const entries = rows.filter((row): row is Head & Entry => row.lane !== null)
    windows.of(projectId).add(entries, (rows[0] as Head).horizon, maxRead)
  }
  return new Set(heads.filter(({ has_gold }) => has_gold).map(({ project_id }) => project_id))
}

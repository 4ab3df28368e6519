import type postgres from 'postgres'
import { eventId } from '../../../server/src/events/event-id.ts'
import { ask, pause } from '../ask.ts'
import type { History } from '../history.ts'
import type { Run } from './run.ts'

type Page = { data: { id: string; type: string; data: { task_id?: string } }[]; next: string }
type Follower = Pick<Run, 'stand' | 'key' | 'history' | 'stop'>

/** Walks `GET /events` with its cursor, from server to server and through every fault, until the signal. */
export async function follow(run: Follower): Promise<void> {
  for (let after = ''; !run.stop.aborted; ) {
    const page = await readPage(run, after)
    if (page) {
      note(run.history, page)
      after = page.next
    }
    await pause(page?.data.length ? 5 : 50)
  }
}

async function readPage({ stand, key, history }: Follower, after: string): Promise<Page | null> {
  const path = `/events?limit=1000${after && `&after=${encodeURIComponent(after)}`}`
  const reply = await ask(stand.url(), { method: 'GET', path, key })
  if (reply.outcome === 'fail') history.refusals.push(`the follower's own cursor ${after} was refused: ${reply.said}`)
  return reply.outcome === 'ok' ? (reply.json as Page) : null
}

function note(history: History, { data }: Page): void {
  const at = history.now()
  for (const { id, type, data: about } of data) history.told.push({ id, type, task: about.task_id ?? null, at })
}

/** Until the follower has been told the last event that there is, or does not come to it. */
export async function catchUp(
  sql: postgres.Sql,
  { history, projects }: Pick<Run, 'history' | 'projects'>,
): Promise<void> {
  const ids = projects.map(({ id }) => id)
  for (const end = performance.now() + 15_000; performance.now() < end; await pause(100)) {
    const [last] = await sql<{ id: string; project_id: number }[]>`
      select project_id, id::text from events where project_id = any(${ids}) order by xid desc, events.id desc limit 1`
    const name = last && eventId(last.project_id, last.id)
    if (history.told.some(({ id }) => id === name)) return
  }
}

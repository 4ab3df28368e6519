import type postgres from 'postgres'
import { ask, pause } from '../ask.ts'
import { nameOf, readStory, type Story } from '../checks/events.ts'
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

/**
 * Until the follower has been told the last event that there is, or does not come to it. What it is told after that is taken
 * off: the loops of the service write on.
 *
 * @returns the events, and what has become of their tasks, as of that last event
 */
export async function catchUp(
  sql: postgres.Sql,
  { history, projects }: Pick<Run, 'history' | 'projects'>,
  following: { stop: AbortController; ended: Promise<void> },
): Promise<Story> {
  const story = await readStory(
    sql,
    projects.map(({ id }) => id),
  )
  const last = story.rows.at(-1)
  const place = () => history.told.findIndex(({ id }) => last && id === nameOf(last))
  for (const end = performance.now() + 15_000; place() === -1 && performance.now() < end; ) await pause(50)
  following.stop.abort()
  await following.ended
  if (place() !== -1) history.told.length = place() + 1
  return story
}

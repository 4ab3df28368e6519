import type postgres from 'postgres'
import { eventId } from '../../../server/src/events/event-id.ts'
import type { Told } from '../history.ts'
import type { Fault } from './told.ts'

type Row = {
  project_id: number
  id: string
  type: string
  task: string | null
  external_id: string | null
  state: string | null
}

type Task = { id: string; status: string; answered: number; gold: boolean }
/** Events, and the tasks that they tell of, as they were at one moment. */
export type Story = { rows: Row[]; tasks: Task[] }

/** One statement, hence one snapshot: refits and other loops write on when all clients have gone. */
export async function readStory(sql: postgres.Sql, projects: number[]): Promise<Story> {
  const [story] = await sql<[Story]>`
    select (
      select coalesce(jsonb_agg(jsonb_build_object(
               'project_id', project_id, 'id', id::text, 'type', type, 'task', data ->> 'task_id',
               'external_id', data ->> 'external_id', 'state', data ->> 'state') order by xid, id), '[]')
      from events where project_id = any(${projects})) as rows, (
      select coalesce(jsonb_agg(jsonb_build_object('id', id, 'status', status, 'answered', answered, 'gold', gold)), '[]')
      from tasks where project_id = any(${projects})) as tasks`
  return story
}

export const nameOf = (row: Row): string => eventId(row.project_id, row.id)

/** The follower was told every event once and in order, and what they tell of a task is what became of it. */
export function checkEvents({ rows, tasks }: Story, projects: number[], told: Told[]): Fault[] {
  const eventsOf = Map.groupBy(rows, ({ task }) => task)
  return [
    ...compare(
      rows.map(nameOf),
      told.filter(({ id }) => projects.includes(Number(id.split('_')[1]))),
    ),
    ...tasks.flatMap((task) => storyFaults(task, eventsOf.get(task.id) ?? [])),
  ]
}

/** Each in order; the first of a kind is enough. */
function compare(there: string[], told: Told[]): Fault[] {
  const times = new Map<string, number>()
  for (const { id } of told) times.set(id, (times.get(id) ?? 0) + 1)
  const faults: Fault[] = []
  const place = new Map(there.map((id, index) => [id, index]))
  for (const id of there) if (!times.has(id)) faults.push({ what: 'an event was not told', id })
  for (const [id, count] of times) {
    if (count > 1) faults.push({ what: `an event was told ${count} times`, id })
    if (!place.has(id)) faults.push({ what: 'an event was told, and is not there', id })
  }
  let before = -1
  for (const { id } of told) {
    const index = place.get(id) ?? before
    if (index < before) faults.push({ what: 'an event was told too late', id })
    before = Math.max(before, index)
  }
  return faults
}

const statusAfter: Record<string, string> = {
  'task.created': 'open',
  'task.reopened': 'open',
  'task.completed': 'completed',
  'task.needs_review': 'needs_review',
  'task.cancelled': 'cancelled',
  'task.unreadable': 'unreadable',
}

function storyFaults(task: Task, events: Row[]): Fault[] {
  const faults: Fault[] = []
  const fault = (what: string) =>
    faults.push({ what: `${what} (${events.map(({ type }) => type).join(', ')})`, id: task.id })
  let status = ''
  let answers = 0
  for (const { type, state } of events) {
    if ((type === 'task.created') !== (status === '')) fault(`${type} is not where a story begins`)
    if (type === 'answer.submitted' && state === 'counted') {
      answers++
      // Gold is finished from the beginning, and answered all the same.
      if (status !== 'open' && !task.gold) fault(`an answer was counted when the task was ${status}`)
    }
    if (type === 'answer.withdrawn') answers--
    const next = statusAfter[type]
    if (next && next === status) fault(`the task became ${next} twice`)
    status = next ?? status
  }
  if (status !== task.status) fault(`the events say "${status}" of a task that is ${task.status}`)
  if (answers !== task.answered) fault(`the events tell of ${answers} answers, and the task has ${task.answered}`)
  return faults
}

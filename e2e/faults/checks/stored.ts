import type postgres from 'postgres'

/** A hold as it is now. */
export type StoredHold = { id: string; task_id: string; worker_id: string; state: string }

/** What the database knows of everything that a step can set, by the name that the step gives it. */
export type Stored = {
  /** By external id: what the item holds, once for each task of that id. */
  task: Map<string, string[]>
  /** By task and worker: the counted answer. */
  answer: Map<string, string>
  hold: Map<string, StoredHold>
  status: Map<string, string>
  places: Map<string, { project_id: number; wanted: number; gold: boolean }>
  overlap: Map<string, string>
  correction: Map<string, string>
}

export const placeOf = ({ task_id, worker_id }: { task_id: string; worker_id: string }) => `${task_id} of ${worker_id}`

export async function readStored(sql: postgres.Sql, projects: number[]): Promise<Stored> {
  const tasks = await sql<
    {
      id: string
      external_id: string
      asked: string
      status: string
      project_id: number
      wanted: number
      gold: boolean
    }[]
  >`
    select t.id, t.external_id, i."values" ->> 'asked' as asked, t.status, t.project_id, t.wanted, t.gold from tasks t
    left join items i on i.project_id = t.project_id and i.task_id = t.id where t.project_id = any(${projects})`
  const answers = await sql<{ task_id: string; worker_id: string; animal: string }[]>`
    select task_id, worker_id, "values" -> 0 ->> 'animal' as animal from answers
    where project_id = any(${projects}) and state = 'counted'`
  const holds = await sql<StoredHold[]>`
    select id, task_id, worker_id, state from assignments where project_id = any(${projects})`
  const overlaps = await sql<{ id: string; overlap: string }[]>`
    select id::text, min_answers || '-' || max_answers as overlap from projects where id = any(${projects})`
  const corrections = await sql<{ task_id: string; animal: string }[]>`
    select task_id, fields -> 0 -> 'animal' ->> 'value' as animal from results
    where project_id = any(${projects}) and corrected_at is not null`
  const task = new Map<string, string[]>()
  for (const { external_id, asked } of tasks) task.set(external_id, [...(task.get(external_id) ?? []), asked])
  return {
    task,
    answer: new Map(answers.map((row) => [placeOf(row), row.animal])),
    hold: new Map(holds.map((row) => [row.id, row])),
    status: new Map(tasks.map((row) => [row.id, row.status])),
    places: new Map(tasks.map((row) => [row.id, row])),
    overlap: new Map(overlaps.map((row) => [row.id, row.overlap])),
    correction: new Map(corrections.map((row) => [row.task_id, row.animal])),
  }
}

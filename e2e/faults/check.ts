import type postgres from 'postgres'
import type { History } from './history.ts'

/** Compares what clients were told with what the database knows. @returns each violation with the steps that show it */
export async function checkHistory(sql: postgres.Sql, projectId: number, history: History): Promise<string[]> {
  const faults: string[] = []
  const fault = (what: string, id: string) =>
    faults.push(
      `${what}: ${id}\n${history
        .of(id)
        .map((step) => `    ${JSON.stringify(step)}`)
        .join('\n')}`,
    )

  const stored = {
    task: await countById(sql`select external_id as id from tasks where project_id = ${projectId}`),
    answer: await countById(sql`
      select assignment_id::text as id from answers where project_id = ${projectId} and state = 'counted'`),
  }
  const told = {
    task: await countById(sql`
      select data ->> 'external_id' as id from events where project_id = ${projectId} and type = 'task.created'`),
    answer: await countById(sql`
      select a.id::text as id from assignments a join events e on e.project_id = a.project_id
        and e.type = 'answer.submitted' and e.data ->> 'task_id' = a.task_id::text
      where a.project_id = ${projectId} and a.state = 'submitted' group by a.id`),
  }
  for (const { what, id, outcome } of history.steps) {
    const times = stored[what].get(id) ?? 0
    if (outcome === 'ok' && times !== 1) fault(`${what} was acknowledged, and is there ${times} times`, id)
    if (outcome === 'fail' && times > 0) fault(`${what} was refused, and is there`, id)
    if (times > 1) fault(`${what} is there ${times} times`, id)
    if (times === 1 && !told[what].has(id)) fault(`${what} has no event`, id)
  }

  const rules: [string, PromiseLike<readonly { id: string }[]>][] = [
    [
      'the counters of a task are not its rows, or pass what is wanted',
      sql`select t.id from tasks t where t.project_id = ${projectId} and (t.answered + t.active > t.wanted
            or t.answered <> (select count(*) from answers n where n.project_id = t.project_id and n.task_id = t.id and n.state = 'counted')
            or t.active <> (select count(*) from assignments a where a.project_id = t.project_id and a.task_id = t.id and a.state = 'active'))`,
    ],
    [
      'more holds at one time than places',
      sql`select a.task_id as id from assignments a join tasks t on t.project_id = a.project_id and t.id = a.task_id
          where a.project_id = ${projectId} and t.wanted < (
            select count(*) from assignments b where b.project_id = a.project_id and b.task_id = a.task_id
              and b.taken_at <= a.taken_at and coalesce(b.ended_at, 'infinity') > a.taken_at)`,
    ],
    [
      'a task and its result do not belong together',
      sql`select t.id from tasks t left join results r on r.project_id = t.project_id and r.task_id = t.id
          where t.project_id = ${projectId} and case when r.task_id is null then t.status = 'completed'
                                               else t.status not in ('completed', 'needs_review') end`,
    ],
  ]
  for (const [what, rows] of rules) for (const { id } of await rows) fault(what, id)
  return faults
}

async function countById(rows: PromiseLike<readonly postgres.Row[]>): Promise<Map<string, number>> {
  const counts = new Map<string, number>()
  for (const { id } of await rows) counts.set(id, (counts.get(id) ?? 0) + 1)
  return counts
}

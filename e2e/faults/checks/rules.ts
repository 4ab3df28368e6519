import type postgres from 'postgres'
import type { Fault } from './told.ts'

/** Rules that hold between the rows, whatever was asked for. */
export async function checkRules(sql: postgres.Sql, projects: number[]): Promise<Fault[]> {
  const rules: [string, PromiseLike<readonly { id: string }[]>][] = [
    [
      'the counters of a task are not its rows, or pass what is wanted',
      sql`select t.id from tasks t where t.project_id = any(${projects}) and (t.answered + t.active > t.wanted
            or t.answered <> (select count(*) from answers n where n.project_id = t.project_id and n.task_id = t.id and n.state = 'counted')
            or t.active <> (select count(*) from assignments a where a.project_id = t.project_id and a.task_id = t.id and a.state = 'active'))`,
    ],
    [
      'a task and its result do not belong together',
      sql`select t.id from tasks t left join results r on r.project_id = t.project_id and r.task_id = t.id
          where t.project_id = any(${projects}) and case when r.task_id is null then t.status = 'completed'
                                               else t.status not in ('completed', 'needs_review') end`,
    ],
    [
      'a result stands for other answers than the task has',
      sql`select t.id from tasks t join results r on r.project_id = t.project_id and r.task_id = t.id
          where t.project_id = any(${projects}) and r.answers <> t.answered and r.method = 'model'`,
    ],
    [
      'one person has answered a task twice',
      sql`select task_id as id from answers where project_id = any(${projects}) group by task_id, worker_id having count(*) > 1
          union select task_id from assignments where project_id = any(${projects}) and state in ('active', 'submitted', 'skipped', 'late')
          group by task_id, worker_id having count(*) > 1`,
    ],
    [
      'an answer has no hold that was answered, or a hold no answer',
      sql`select coalesce(n.task_id, a.task_id) as id
          from (select * from answers where project_id = any(${projects}) and state = 'counted') n
          full join (select * from assignments where project_id = any(${projects}) and state = 'submitted') a
            on a.project_id = n.project_id and a.id = n.assignment_id
          where n.task_id is null or a.task_id is null`,
    ],
    [
      'a task has places, and people who have done nothing are not given it',
      sql`select id from tasks where project_id = any(${projects}) and status = 'open'`,
    ],
  ]
  const faults: Fault[] = []
  for (const [what, rows] of rules) for (const { id } of await rows) faults.push({ what, id })
  return faults
}

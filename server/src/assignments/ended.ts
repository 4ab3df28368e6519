import type { Sql } from '../database/connect.ts'
import { ApiProblem, notFound } from '../problem.ts'
import { practiceProblem } from '../training/answer-question.ts'
import type { Hold } from './hold.ts'

/** A hold that was not active any more: why, in words. */
export async function endedProblem(sql: Sql, hold: Hold): Promise<ApiProblem> {
  const [row] = await sql<{ state: string; archived: boolean }[]>`
    select a.state, p.status = 'archived' as archived from assignments a join projects p on p.id = a.project_id
    where a.project_id = ${hold.projectId} and a.id = ${hold.assignmentId} and a.worker_id = ${hold.workerId}
      and a.token = ${hold.token}`
  if (!row) return (await practiceProblem(sql, hold)) ?? notFound('assignment')
  return row.state === 'withdrawn' || row.archived
    ? new ApiProblem('gone', 'This task is no longer needed. Thank you; go on with the next one.')
    : new ApiProblem(
        'assignment_expired',
        `This task is not yours any more (it is ${row.state}). Go on with the next one.`,
      )
}

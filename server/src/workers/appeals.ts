import type { Appeal } from '@whisker/api/workers.ts'
import { resumeResolved } from '../accounts/project-workers.ts'
import type { Queryable, Sql } from '../database/connect.ts'
import { event, tell } from '../events/tell.ts'
import { text } from '../events/text.ts'
import type { KeyScope } from '../http/callers.ts'
import { ApiProblem, notFound } from '../problem.ts'
import { mayWork } from '../projects/may-work.ts'

/** An appeal with the person, who becomes a worker's id on the way out. */
export type AppealRow = Omit<Appeal, 'worker_id'> & { person_id: string }

const columns = (sql: Queryable) => sql`
  a.id, a.person_id, w.name as worker_name, a.comment, a.created_at, a.outcome, a.reply, a.resolved_at`

/** The latest appeals of a project, those that wait first; of one worker, if one is named. */
export function findAppeals(sql: Queryable, projectId: number, personId: string | null): Promise<AppealRow[]> {
  return sql<AppealRow[]>`
    select ${columns(sql)} from appeals a join people w on w.id = a.person_id
    where a.project_id = ${projectId} and (${personId}::uuid is null or a.person_id = ${personId})
    order by a.resolved_at is not null, a.created_at desc limit 200`
}

/**
 * Writes a paused worker's appeal. One at a time: the unique index `appeals_open` decides also between two at once.
 *
 * @throws 404 (not their project), 409 (not paused, or an appeal waits already)
 */
export async function appeal(
  sql: Sql,
  projectId: number,
  personId: string,
  pseudonymIn: (workspaceId: number) => string,
  comment: string,
): Promise<{ created_at: string }> {
  const [project] = await sql<{ workspace_id: number; paused: boolean }[]>`
    select p.workspace_id, exists (
      select from project_workers w where w.project_id = p.id and w.person_id = ${personId} and w.paused_at is not null) as paused
    from projects p where p.id = ${projectId} and ${mayWork(sql, personId)}`
  if (!project)
    throw new ApiProblem('not_found', 'There is no such project for you. Open the link that you were sent again.')
  if (!project.paused)
    throw new ApiProblem('conflict', 'You are not paused on this project: just go on with the next task.')
  const [written] = await sql<{ created_at: string }[]>`
    with written as (
      insert into appeals (project_id, person_id, comment)
      select ${projectId}, person_id, ${comment} from project_workers
      where project_id = ${projectId} and person_id = ${personId} and paused_at is not null
      on conflict (project_id, person_id) where resolved_at is null do nothing
      returning created_at
    ), event as (
      ${tell(
        sql,
        { projectId, workspaceId: project.workspace_id, from: text`written` },
        event('worker.appealed', { worker_id: pseudonymIn(project.workspace_id), comment }),
      )}
    )
    select created_at from written`
  if (!written) throw new ApiProblem('conflict', 'Your message has been sent already and waits for an answer.')
  return written
}

/**
 * Answers an appeal; "resumed" ends the pause in the same statement.
 *
 * @throws 404, 409 (answered already, with something else)
 */
export async function resolve(
  sql: Sql,
  { workspaceId, projectIds }: Pick<KeyScope, 'workspaceId' | 'projectIds'>,
  appealId: string,
  { outcome, reply }: { outcome: 'resumed' | 'kept'; reply: string },
): Promise<AppealRow> {
  const isTheirs = projectIds ? sql`and p.id = any(${projectIds})` : sql``
  await sql`
    with resolved as (
      update appeals a set outcome = ${outcome}, reply = ${reply}, resolved_at = now()
      from projects p
      where a.id = ${appealId} and a.resolved_at is null and p.id = a.project_id and p.workspace_id = ${workspaceId} ${isTheirs}
      returning a.project_id, a.person_id
    )
    ${resumeResolved(sql, sql`resolved`, sql`${outcome === 'resumed'}`)}`
  const [row] = await sql<AppealRow[]>`
    select ${columns(sql)} from appeals a join people w on w.id = a.person_id join projects p on p.id = a.project_id
    where a.id = ${appealId} and p.workspace_id = ${workspaceId} ${isTheirs}`
  if (!row) throw notFound('appeal')
  if (row.outcome !== outcome || row.reply !== reply)
    throw new ApiProblem('conflict', `This appeal has been answered before: ${row.outcome}.`)
  return row
}

import type { Joining } from '@whisker/api/fields.ts'
import type { Project } from '@whisker/api/project-settings.ts'
import type { Queryable, Sql } from '../database/connect.ts'
import type { KeyScope } from '../http/callers.ts'
import { digits } from '../http/cursor.ts'
import { listPage } from '../http/list-page.ts'
import { notFound } from '../problem.ts'
import { withJoining } from './naming.ts'

/** Condition: task `t` is for practice in project `p`, in the form of today. Written so that the index `tasks_queue` finds it. */
export const isTrainingTask = (sql: Queryable) => sql`
  t.project_id = p.id and t.lane = 3 and t.gold and t.answered + t.active < t.wanted and t.version = p.version
  and not exists (select from passed_over w where w.project_id = t.project_id and w.task_id = t.id)`

/** Columns of a project as the API shows it; joined with its current version `v`. */
export const projectColumns = (sql: Queryable) => sql`
  p.id, p.title, p.description, p.public_description, p.language, p.version, p.status, p.access, p.min_answers,
  p.max_answers, p.confidence, p.inject_gold, p.gold_exposures, p.gold_wanted, p.skill_floor, p.min_seconds,
  p.max_answers_per_worker, p.synonyms, p.apart, p.joining, p.training,
  (select count(*)::int from tasks t where ${isTrainingTask(sql)}) as training_tasks,
  p.skips_for_review, p.assignment_seconds, p.require_language, p.min_skill, p.strict_types, p.callback_url, p.created_at, p.updated_at,
  v.input_spec, v.output_spec`

export type ProjectRow = Project & { joining: Record<string, Joining> }

/** A project as the API shows it: how texts are joined stands with their fields. */
export function shownProject({ joining, ...project }: ProjectRow): Project {
  return { ...project, output_spec: withJoining(project.output_spec, joining) }
}

/** A page of the workspace's projects, newest first. */
export async function projectsPage(
  sql: Sql,
  { workspaceId, projectIds }: Pick<KeyScope, 'workspaceId' | 'projectIds'>,
  query: { limit?: number; after?: string; status?: Project['status'] },
): Promise<{ data: Project[]; next?: string }> {
  const { data, ...more } = await listPage<ProjectRow>(
    sql,
    query,
    {
      usual: 100,
      shape: [digits],
      key: ({ id }) => [id],
      weigh: (size) =>
        sql`${size(sql`x.input_spec`)} + ${size(sql`x.output_spec`)} + ${size(sql`x.synonyms`)} + ${size(sql`x.apart`)} + ${size(sql`x.public_description`)}`,
    },
    (limit, [before = '2147483648'] = []) => sql`
      select row_number() over (order by p.id desc) as pos, ${projectColumns(sql)}
      from projects p join project_versions v on v.project_id = p.id and v.version = p.version
      where p.workspace_id = ${workspaceId} ${projectIds ? sql`and p.id = any(${projectIds})` : sql``} and p.id < ${before}::bigint
        and (${query.status ?? null}::text is null or p.status = ${query.status ?? null})
      order by p.id desc limit ${limit}`,
  )
  return { data: data.map(shownProject), ...more }
}

/** One project of the workspace. @throws 404, the same for unknown and foreign ids. */
export async function findProject(sql: Queryable, workspaceId: number, projectId: number): Promise<Project> {
  const [project] = await sql<ProjectRow[]>`
    select ${projectColumns(sql)} from projects p join project_versions v on v.project_id = p.id and v.version = p.version
    where p.id = ${projectId} and p.workspace_id = ${workspaceId}`
  if (!project) throw notFound('project')
  return shownProject(project)
}

/** Throws 404 unless the project is one of the workspace. */
export async function requireProject(sql: Queryable, workspaceId: number, projectId: number): Promise<void> {
  const [project] = await sql`select from projects where id = ${projectId} and workspace_id = ${workspaceId}`
  if (!project) throw notFound('project')
}

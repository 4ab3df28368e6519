import type { InputField, OutputField } from '@whisker/api/fields.ts'
import type { Queryable } from '../database/connect.ts'
import { ApiProblem } from '../problem.ts'

export type IntakeProject = {
  id: number
  version: number
  min_answers: number
  max_answers: number
  gold_exposures: number | null
  strict_types: boolean
  input_spec: InputField[]
  output_spec: OutputField[]
}

/** The project that tasks are sent to. Paused projects take tasks, archived ones do not. @throws 404, 409 */
export async function findIntakeProject(
  sql: Queryable,
  workspaceId: number,
  projectId: number,
): Promise<IntakeProject> {
  const [project] = await sql<(IntakeProject & { status: string })[]>`
    select p.id, p.version, p.min_answers, p.max_answers, p.gold_exposures, p.strict_types, p.status, v.input_spec, v.output_spec
    from projects p join project_versions v on v.project_id = p.id and v.version = p.version
    where p.id = ${projectId} and p.workspace_id = ${workspaceId}`
  if (!project)
    throw new ApiProblem('not_found', 'There is no project with this id in your workspace.', {
      errors: [{ pointer: '/project_id', code: 'unknown_project', detail: 'is not one of your projects.' }],
    })
  if (project.status === 'archived')
    throw new ApiProblem(
      'project_closed',
      `Project ${projectId} is archived. Open it again in the dashboard to send tasks to it.`,
    )
  return project
}

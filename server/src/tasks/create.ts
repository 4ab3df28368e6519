import type { TaskDraft, TaskReceipt } from '@whisker/api/tasks.ts'
import type { FastifyRequest } from 'fastify'
import type { Server } from '../context.ts'
import { ApiProblem, invalidField } from '../http/problem.ts'
import { type Outcome, once } from '../http/receipts.ts'
import { insertTasks } from './insert.ts'
import { findIntakeProject } from './intake-project.ts'
import { findTask } from './queries.ts'
import { readItems } from './read-items.ts'

/** Makes one task: pictures stored, then one transaction, then the answer. */
export async function createOneTask(
  server: Server,
  workspaceId: number,
  draft: TaskDraft,
  request: FastifyRequest,
): Promise<Outcome> {
  const project = await findIntakeProject(server.sql, workspaceId, draft.project_id)
  const where = { server, workspaceId, strictTypes: project.strict_types }
  const read = await readItems(where, project.input_spec, draft.task_spec)
  if (!read.ok) throw new ApiProblem(read.code, read.detail, { errors: read.errors })
  const { external_id, name, metadata } = draft
  return once(server.sql, request, workspaceId, async (tx) => {
    const [made] = await insertTasks(tx, workspaceId, project, [{ ...read, external_id, name, metadata }])
    if (made?.state === 'unknown_asset')
      throw invalidField(
        '/task_spec',
        'unknown_asset',
        `There is no picture asset:${made.sha256} in your workspace. Send it with POST /assets first.`,
      )
    if (made?.state === 'conflict')
      throw new ApiProblem(
        'duplicate_external_id',
        `The external_id "${external_id}" belongs to the task ${made.id}, which has other content.`,
      )
    const { id, state } = made as { id: string; state: 'created' | 'duplicate' }
    const receipt: TaskReceipt = {
      ...(await findTask(tx, workspaceId, id)),
      deduplicated: state === 'duplicate',
      warnings: read.warnings,
    }
    return { status: state === 'duplicate' ? 200 : 201, body: receipt }
  })
}

import type { TaskDraft, TaskReceipt } from '@whisker/api/intake.ts'
import { keepPictures } from '../assets/intake.ts'
import type { Queryable } from '../database/connect.ts'
import type { KeyScope } from '../http/callers.ts'
import { ApiProblem, invalid } from '../problem.ts'
import { twinWarning } from './content-identity.ts'
import type { WithTasks } from './has.ts'
import { type InsertedTask, insertTasks } from './insert.ts'
import { knownBeforeItems, knownOfNew } from './known-of-new.ts'
import { findTask } from './queries.ts'
import { readItems, unknownPicture } from './read-items.ts'
import type { PreparedTask } from './write-drafts.ts'

/** `sentBefore`: its external_id says so, and nothing was made. */
type Made = { sentBefore: boolean; receipt: TaskReceipt }

/** Makes one task: pictures stored, then one statement, then the answer. */
export async function createOneTask<T>(
  server: WithTasks,
  caller: KeyScope,
  draft: TaskDraft,
  commit: (write: (tx: Queryable | null) => Promise<Made>) => Promise<T>,
): Promise<T> {
  const { workspaceId } = caller
  const project = await server.intake.findProject(workspaceId, draft.project_id)
  const where = { server, caller, strictTypes: project.strict_types }
  const early = draft.gold && knownBeforeItems(project.output_spec, draft.task_spec.length, draft.gold)
  if (early && !early.ok) throw invalid(early.errors)
  const read = await readItems(where, project.input_spec, draft.task_spec)
  if (!read.ok) throw new ApiProblem(read.code, read.detail, { errors: read.errors })
  const known = draft.gold && (await knownOfNew(server.sql, workspaceId, project, read, draft.gold))
  if (known && !known.ok) throw invalid(known.errors)
  const { external_id, name, metadata, training, duplicates } = draft
  const task: PreparedTask = { ...read, external_id, name, metadata, gold: known?.answer, training, duplicates }
  const insert = async (tx: Queryable | null): Promise<InsertedTask> => {
    const joined = tx === null && !task.gold ? await server.intake.insert(workspaceId, { project, task }) : null
    if (joined) return joined
    const [made] = await insertTasks(tx ?? server.sql, workspaceId, project, [task])
    if (made === undefined) throw new Error('A task was sent and none came back.')
    return made
  }
  const write = async (tx: Queryable | null): Promise<Made> => {
    const made = await insert(tx)
    const sql = tx ?? server.sql
    switch (made.state) {
      case 'unknown_asset':
        throw invalid([unknownPicture(made.sha256)])
      case 'conflict':
        throw new ApiProblem(
          'duplicate_external_id',
          `The external_id "${external_id}" belongs to the task ${made.id}, which has other content.`,
        )
      case 'duplicate': {
        const receipt: TaskReceipt = {
          ...(await findTask(sql, workspaceId, made.id)),
          deduplicated: true,
          warnings: read.warnings,
        }
        // What was found by its content came with no id that says it was sent before: to its sender it is made.
        return { sentBefore: made.by !== 'content', receipt }
      }
      case 'created': {
        const written = known && (await findTask(sql, workspaceId, made.id))
        const receipt: TaskReceipt = {
          id: made.id,
          project_id: project.id,
          version: project.version,
          status: 'open',
          external_id: external_id ?? null,
          name: name ?? null,
          names: name === undefined ? [] : [name],
          metadata: metadata ?? {},
          task_spec: read.items,
          answers: 0,
          answers_wanted: project.min_answers,
          unreadable_reason: null,
          passed_over_reason: null,
          result: null,
          confidence: null,
          method: null,
          corrected_at: null,
          decided_at: null,
          gold: false,
          created_at: made.created_at,
          completed_at: null,
          ...written,
          deduplicated: false,
          warnings: [...read.warnings, ...twinWarning(made.twin)],
        }
        return { sentBefore: false, receipt }
      }
    }
  }
  return keepPictures(server, workspaceId, read.again, () => commit(write))
}

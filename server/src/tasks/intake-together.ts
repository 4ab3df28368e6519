import { inBatches } from '../database/batches.ts'
import type { Sql } from '../database/connect.ts'
import { type InsertedTask, insertNew } from './insert.ts'
import { findIntakeProject, type IntakeProject } from './intake-project.ts'
import type { PreparedTask } from './write-drafts.ts'

type Draft = { project: IntakeProject; task: PreparedTask }

/** What the requests of one server that make one task each ask together. */
export type IntakeTogether = {
  /** As {@link findIntakeProject}. */
  findProject(workspaceId: number, projectId: number): Promise<IntakeProject>
  /** @returns null where the task is not simply a new one: {@link insertTasks} tells what it is */
  insert(workspaceId: number, draft: Draft): Promise<InsertedTask | null>
}

const maxJoined = 1000

/**
 * Requests that come while one is asked ride in the next statement, those of each project for themselves: a row of a batch costs a
 * tenth of a row alone (database/batches.ts).
 */
export function intakeTogether(sql: Sql): IntakeTogether {
  let asked = 0
  // Two that say the same are one batch, too.
  const keyOf = () => String(asked++)
  const groupOf = () => 0
  const finding = new Map<string, (wish: null) => Promise<IntakeProject>>()
  const inserting = new Map<string, (draft: Draft) => Promise<InsertedTask | null>>()

  return {
    findProject: (workspaceId, projectId) =>
      kept(finding, `${workspaceId} ${projectId}`, () =>
        inBatches({
          run: async (wishes: null[]) => {
            const project = await findIntakeProject(sql, workspaceId, projectId)
            return wishes.map(() => project)
          },
          keyOf,
          groupOf,
        }),
      )(null),
    insert: (workspaceId, draft) =>
      kept(inserting, `${workspaceId} ${draft.project.id} ${draft.project.version}`, () =>
        inBatches({
          // Who read the project last has read it newest.
          run: (drafts: Draft[]) =>
            insertNew(
              sql,
              workspaceId,
              drafts.at(-1)!.project,
              drafts.map(({ task }) => task),
            ),
          keyOf,
          groupOf,
        }),
      )(draft),
  }
}

/** The one of this name that was there, or a new one; of a thousand that which was asked for longest ago goes. */
function kept<T>(known: Map<string, T>, name: string, make: () => T): T {
  const one = known.get(name) ?? make()
  known.delete(name)
  known.set(name, one)
  const [oldest] = known.keys()
  if (known.size > maxJoined && oldest !== undefined) known.delete(oldest)
  return one
}

import type { AnswerItem } from '@whisker/api/answer-check.ts'
import type { EarlierAnswer } from '@whisker/api/answer-imports.ts'
import type { Sql } from '../../database/connect.ts'

export type NamedTask = {
  id: string
  external_id: string | null
  status: string
  gold: boolean
  item_count: number
  /** What the source has said of it before, and in which form. */
  said: { values: AnswerItem[]; version: number } | null
}

/** The tasks that lines mean, by their ids or by their senders' own. @returns how to find the one of a line */
export async function findTasks(
  sql: Sql,
  { projectId, workerId }: { projectId: number; workerId: string },
  lines: readonly EarlierAnswer[],
): Promise<(line: EarlierAnswer) => NamedTask | undefined> {
  const ids = lines.flatMap(({ task_id }) => task_id ?? [])
  const externalIds = lines.flatMap(({ external_id }) => external_id ?? [])
  const columns = sql`
    t.id, t.external_id, t.status, t.gold, t.item_count,
    (select jsonb_build_object('values', n."values", 'version', n.version) from answers n
     where n.project_id = t.project_id and n.task_id = t.id and n.worker_id = ${workerId}) as said`
  const tasks = await sql<NamedTask[]>`
    select ${columns} from tasks t where t.project_id = ${projectId} and t.id = any(${ids}::uuid[])
    union all
    select ${columns} from tasks t
    where t.project_id = ${projectId} and t.external_id = any(${externalIds})`
  const byId = new Map(tasks.map((task) => [task.id, task]))
  const byExternalId = new Map(tasks.map((task) => [task.external_id, task]))
  return ({ task_id, external_id }) =>
    task_id === undefined ? byExternalId.get(external_id as string) : byId.get(task_id.toLowerCase())
}

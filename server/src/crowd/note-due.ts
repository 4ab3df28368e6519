import type { Transaction } from '../database/connect.ts'

/** Answers of a project have changed other than by growing: a refit is due. */
export const noteRefitDue = (tx: Transaction, projectId: number) => tx`
  insert into crowds (project_id, due_since) values (${projectId}, now())
  on conflict (project_id) do update set due_since = coalesce(crowds.due_since, now())`

/** What counts as the same text is another: due anew, for a refit under way has not read it so. */
export async function noteNamingChanged(tx: Transaction, projectId: number): Promise<void> {
  await tx`
    insert into crowds (project_id, due_since) values (${projectId}, now())
    on conflict (project_id) do update set due_since = now()`
}

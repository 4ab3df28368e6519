import type { Queryable } from '../database/connect.ts'

/** Part of a statement: the question that a worker has before them goes; nothing that was answered does. */
export const dropOpenQuestion = (sql: Queryable, projectId: number, personId: string) => sql`
  delete from training_answers where project_id = ${projectId} and worker_id = ${personId} and answered_at is null`

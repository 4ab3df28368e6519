import type { Project } from '@whisker/api/project-settings.ts'
import type { Transaction } from '../database/connect.ts'

/**
 * Whose rows follow a project in the transaction that makes or changes it. They lie to the right, so what they do is handed in
 * (app.ts).
 */
export type Followers = {
  /** Its `callback_url` is set, changed or taken away. */
  callback(tx: Transaction, workspaceId: number, project: Pick<Project, 'id' | 'callback_url'>): Promise<void>
  /** What counts as the same text is another. */
  naming(tx: Transaction, projectId: number): Promise<void>
}

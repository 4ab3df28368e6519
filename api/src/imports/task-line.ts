import { nameOfPath } from '../file-names.ts'
import type { TaskDraft } from '../intake.ts'
import type { ImportedTask } from './imported.ts'

/** Where rows go. `inputs`: what the fields of the file are called there. */
export type Target = { projectId: number; inputs: ReadonlyMap<string, string> }

/** A row as the service takes it. `sha256`: of the picture that is all of the item. */
export function taskLine(
  task: ImportedTask,
  item: Record<string, string>,
  sha256?: string,
): Omit<TaskDraft, 'project_id'> {
  return {
    task_spec: [item],
    ...identityOf(task, sha256),
    ...(task.name !== null && { name: nameOfPath(task.name).name }),
    ...(task.metadata && { metadata: task.metadata }),
  }
}

/** Sent again, it is the same task. What its sender calls by two ids are two things, whatever is in them. */
function identityOf({ external_id }: ImportedTask, sha256: string | undefined): Partial<TaskDraft> {
  if (external_id !== undefined) return { external_id }
  // As `whisker upload` and the dashboard do: whichever sent a picture first, the others find it there.
  return sha256 === undefined ? { duplicates: 'reuse' } : { external_id: `sha256:${sha256}` }
}

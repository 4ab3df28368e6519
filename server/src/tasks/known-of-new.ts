import { needsItems } from '@whisker/api/answers.ts'
import type { OutputField } from '@whisker/api/fields.ts'
import type { Queryable } from '../database/connect.ts'
import { askedOfNew } from './asked.ts'
import { readKnownAnswer } from './known-answer.ts'

type Known = ReturnType<typeof readKnownAnswer>
type Draft = readonly Record<string, unknown>[]

/** The known answer that comes with a task, as far as it can be refused before the task's pictures are stored; null: not yet. */
export function knownBeforeItems(form: readonly OutputField[], itemCount: number, gold: Draft): Known | null {
  return needsItems(form) ? null : readKnownAnswer(form, itemCount, gold, '/gold')
}

/** The known answer that comes with a task: as it is kept, which may be more than was sent (the text of a span). */
export async function knownOfNew(
  sql: Queryable,
  workspaceId: number,
  project: Parameters<typeof askedOfNew>[2],
  read: Parameters<typeof askedOfNew>[3],
  gold: Draft,
): Promise<Known> {
  const asked = await askedOfNew(sql, workspaceId, project, read)
  return readKnownAnswer(project.output_spec, read.items.length, gold, '/gold', asked)
}

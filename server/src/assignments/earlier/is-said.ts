import { checkAnswer } from '@whisker/api/answers.ts'
import type { OutputField } from '@whisker/api/fields.ts'
import type { Sql } from '../../database/connect.ts'
import { answerChecks } from '../../projects/answer-checks.ts'
import { readAsked } from '../../tasks/asked.ts'
import { sameAnswer } from '../submit.ts'
import type { NamedTask } from './find-tasks.ts'

/** Whether a source has said just this of a task: compared as it is kept, for what is kept is a little more than what was sent (the text of a span). */
export async function isSaid(
  sql: Sql,
  projectId: number,
  { id, item_count, said }: NamedTask,
  draft: readonly Record<string, unknown>[],
): Promise<boolean> {
  if (said === null) return false
  const [form] = await sql<{ output_spec: OutputField[] }[]>`
    select output_spec from project_versions where project_id = ${projectId} and version = ${said.version}`
  if (!form) return false
  const asked = await readAsked(sql, projectId, id, form.output_spec)
  const checked = checkAnswer(form.output_spec, item_count, draft, answerChecks(asked))
  return checked.ok && sameAnswer(said.values, checked.answer)
}

import type { AnswerItem } from '@whisker/api/answer-check.ts'
import { checkAnswer } from '@whisker/api/answers.ts'
import type { ItemResult } from '@whisker/api/field-result.ts'
import type { OutputField } from '@whisker/api/fields.ts'
import type { AskedItem } from '@whisker/api/kinds/kind.ts'
import type { FieldProblem } from '@whisker/api/problem.ts'
import type { Queryable } from '../database/connect.ts'
import { answerChecks } from '../projects/answer-checks.ts'

/** The known answer of a gold task, checked (as far as can be without `asked`: what the items ask about), or what contradicts the form; pointers begin with `pointer`. */
export function readKnownAnswer(
  fields: readonly OutputField[],
  itemCount: number,
  draft: readonly Record<string, unknown>[],
  pointer: string,
  asked?: readonly AskedItem[],
): { ok: true; answer: AnswerItem[] } | { ok: false; errors: FieldProblem[] } {
  const checked = checkAnswer(fields, itemCount, draft, answerChecks(asked))
  if (checked.ok) return checked
  const errors = checked.errors.map((error) => ({ ...error, pointer: error.pointer.replace(/^\/answer/, pointer) }))
  return { ok: false, errors }
}

/** The result of a gold task: what is known, without doubt and without votes. */
export function knownResult(fields: readonly OutputField[], answer: readonly AnswerItem[]): ItemResult[] {
  return answer.map((item) =>
    Object.fromEntries(
      fields.map((field) => [field.name, { value: item[field.name] ?? null, confidence: 1, votes: [] }]),
    ),
  )
}

type Exposures = { id: number; min_answers: number; max_answers: number; gold_exposures: number | null }

const sampled = 100

/**
 * How often a gold task may be shown: as often as some ordinary task of the project was answered. Colluders who pool what
 * they saw must not tell gold by its frequency (W-19). One place more than that would give it away where the whole crowd
 * colludes: exactly-N shows ordinary tasks N times, and only gold N + 1 times
 * (assignments/collusion.test.ts with one place more: area under the curve 0.88 to 1.00 instead of 0.46 to 0.50). Where the overlap follows the confidence
 * most tasks stop early, so each gold task draws its number from what the latest completed tasks had.
 */
export async function goldPlaces(sql: Queryable, project: Exposures): Promise<() => number> {
  if (project.gold_exposures !== null) return () => project.gold_exposures as number
  if (project.min_answers === project.max_answers) return () => project.min_answers
  const rows = await sql<{ answered: number }[]>`
    select answered from tasks where project_id = ${project.id} and status = 'completed' and not gold and answered > 0
    order by id desc limit ${sampled}`
  return () => rows[Math.floor(Math.random() * rows.length)]?.answered ?? project.min_answers
}

import type { AnswerItem } from '@whisker/api/answer-check.ts'
import type { ItemResult } from '@whisker/api/field-result.ts'
import type { OutputField } from '@whisker/api/fields.ts'
import { fitAnswer } from '@whisker/api/form-change.ts'
import { mayBecomeGold } from '../consolidation/gold.ts'
import { kindOf } from '../consolidation/kinds/kinds.ts'
import type { Queryable, Transaction } from '../database/connect.ts'
import { fitting } from '../database/fit.ts'
import { ApiProblem } from '../problem.ts'
import { answerChecks } from '../projects/answer-checks.ts'
import { readFormVersions } from '../projects/form-versions.ts'
import { markAsGold } from './mark.ts'

// Where agreed tasks are looked for: old ones have been seen by everybody.
const latest = 2000

type Candidate = {
  id: string
  version: number
  item_count: number
  answers: number
  fields: ItemResult[]
}

/** Makes gold of agreed tasks, by chance among the latest and at most so many at once, until `wanted` can be shown. */
export async function promoteAgreed(
  sql: Queryable,
  workspaceId: number,
  projectId: number,
  wanted: number,
  max = wanted,
): Promise<{ promoted: number; live: number }> {
  const [count] = await sql<{ live: number }[]>`
    select count(*)::int as live from tasks
    where project_id = ${projectId} and gold and lane = 2 and answered + active < wanted`
  const live = count?.live ?? 0
  if (live >= wanted) return { promoted: 0, live }
  const recent = await sql<Candidate[]>`
    select id, version, item_count, answers, payload as fields from ${fitting(
      sql,
      sql`
        select row_number() over (order by t.id desc) as pos, t.id, t.version, t.item_count, t.answered as answers, r.fields as payload from (
          select project_id, id, version, item_count, answered from tasks
          where project_id = ${projectId} and status = 'completed' and not gold order by id desc limit ${latest}) t
        join results r on r.project_id = t.project_id and r.task_id = t.id
        where r.corrected_at is null`,
    )} page`
  const { form, fit } = await fitterOf(sql, projectId)
  const agreed = recent
    .filter((task) => isAgreed(form, task))
    .flatMap((task) => {
      const answer = fit(task)
      return answer ? [{ id: task.id, answer }] : []
    })
  let promoted = 0
  while (agreed.length > 0 && promoted < max && live + promoted < wanted) {
    const [task] = agreed.splice(Math.floor(Math.random() * agreed.length), 1)
    if (task && (await promote(sql, workspaceId, task))) promoted++
  }
  return { promoted, live: live + promoted }
}

/**
 * By the kinds of the form of today: what was said in a field of another kind does not fit it anyway, and what was said in one that it
 * has no more is left out.
 */
function isAgreed(form: readonly OutputField[], { answers, fields }: Candidate): boolean {
  return fields.every((item) =>
    Object.entries(item).every(([name, { value, confidence, votes }]) => {
      const field = form.find((one) => one.name === name)
      if (!field) return true
      if (value === null) return false
      const { isUnanimous } = kindOf(field)
      const agreeing = isUnanimous ? isUnanimous(field, value, votes, answers) : votes[0]?.count === answers
      return mayBecomeGold(answers, agreeing ? answers : 0, confidence)
    }),
  )
}

type Fitter = { form: readonly OutputField[]; fit: (task: Candidate) => AnswerItem[] | null }

/**
 * What all agreed on, as the form of today takes it: what was said in fields that it has no more is left out. Null for what it does
 * not take, and for a task that its inputs do not show: gold in an older form would never be shown.
 */
async function fitterOf(sql: Queryable, projectId: number): Promise<Fitter> {
  const [newest] = await sql<{ version: number; output_spec: OutputField[] }[]>`
    select v.version, v.output_spec from projects p join project_versions v on v.project_id = p.id and v.version = p.version
    where p.id = ${projectId}`
  if (!newest) return { form: [], fit: () => null }
  const older = await readFormVersions(sql, projectId, newest.version)
  const shown = new Set(older.flatMap(({ version, showsItems }) => (showsItems ? [version] : [])))
  const fit: Fitter['fit'] = ({ version, item_count, fields }) => {
    if (version !== newest.version && !shown.has(version)) return null
    const said = fields.map((item) =>
      Object.fromEntries(Object.entries(item).map(([name, { value }]) => [name, value])),
    )
    const fitted = fitAnswer(newest.output_spec, item_count, said, answerChecks())
    return fitted.ok ? fitted.answer : null
  }
  return { form: newest.output_spec, fit }
}

/** False when the task is another one by now (cancelled, or its answers taken back). */
async function promote(
  sql: Queryable,
  workspaceId: number,
  { id, answer }: { id: string; answer: AnswerItem[] },
): Promise<boolean> {
  try {
    // A person who has said something meanwhile knows better.
    const mark = (tx: Transaction) =>
      markAsGold(tx, workspaceId, id, { answer, source: 'promoted', by: null, based_on: null })
    await ('begin' in sql ? sql.begin((tx) => mark(tx as Transaction)) : mark(sql))
    return true
  } catch (error) {
    if (error instanceof ApiProblem) return false
    throw error
  }
}

import { isDeepStrictEqual } from 'node:util'
import type { AnswerItem } from '@whisker/api/answer-check.ts'
import { fitAnswer, takesSameAnswers } from '@whisker/api/form-change.ts'
import type { FormEffect } from '@whisker/api/form-effect.ts'
import type { Project } from '@whisker/api/project-settings.ts'
import { leadingTasks } from '../answers/leading-tasks.ts'
import type { Sql } from '../database/connect.ts'
import { fitting } from '../database/fit.ts'
import { answerChecks } from '../projects/answer-checks.ts'
import { readFormVersions, type Specs } from '../projects/form-versions.ts'

// Tasks with answers of one kind that are looked at: checking 5,000 takes a tenth of a second. Beyond, it is an estimate.
const maxLookedAt = 5000

type Kind = 'answered' | 'needs_review' | 'completed' | 'gold'
type Counts = { kind: Kind | 'unanswered'; version: number; tasks: number; held: number }

/** What a form would do to the tasks that are there; without `draft`, what asking for the form of today would. */
export async function formEffect(sql: Sql, project: Project, draft: Partial<Specs>): Promise<FormEffect> {
  const current: Specs = { input_spec: project.input_spec, output_spec: project.output_spec }
  const asked = { ...current, ...draft }
  const isNew = !isDeepStrictEqual(asked, current)
  const forms = await readFormVersions(sql, project.id, project.version, isNew ? asked : undefined)
  const all = await countTasks(
    sql,
    project.id,
    forms.map(({ version }) => version),
  )
  const movable = new Set(forms.filter(({ showsItems }) => showsItems).map(({ version }) => version))
  const same = new Set(forms.filter(({ sameAnswers }) => sameAnswers).map(({ version }) => version))
  const counts = all.filter(({ version }) => movable.has(version))
  const sum = (kind: Counts['kind'], of: 'tasks' | 'held' = 'tasks') =>
    counts.reduce((total, row) => total + (row.kind === kind ? row[of] : 0), 0)
  const effect: FormEffect = {
    version: project.version + (isNew ? 1 : 0),
    change: !isNew ? 'none' : same.has(project.version) && movable.has(project.version) ? 'words' : 'answers',
    unanswered: sum('unanswered'),
    held: sum('unanswered', 'held') + sum('answered', 'held'),
    ...{ answered: nothing(), needs_review: nothing(), completed: nothing(), gold: nothing(), answers: nothing() },
    ...{ looked_at: 0, complete: true },
    removed_fields: isNew ? removedFields(current, asked) : [],
    keep_form: all
      .filter(({ kind, version }) => (kind === 'unanswered' || kind === 'answered') && !movable.has(version))
      .reduce((total, { tasks }) => total + tasks, 0),
  }
  const checked = [...movable].filter((version) => !same.has(version))
  for (const kind of ['answered', 'needs_review', 'completed', 'gold'] as const) {
    const fitting = counts.reduce((n, row) => n + (row.kind === kind && same.has(row.version) ? row.tasks : 0), 0)
    const rest = sum(kind) - fitting
    const rows = rest > 0 ? await readAnswers(sql, project.id, kind, checked) : []
    const fits = (row: Row, values: AnswerItem[]) =>
      fitAnswer(asked.output_spec, row.item_count, values, answerChecks()).ok
    const good = rows.filter((row) => row.answers.every((values) => fits(row, values))).length
    const estimate = rows.length === 0 ? 0 : Math.round((rest * good) / rows.length)
    effect[kind] = { fitting: fitting + estimate, misfits: rest - estimate }
    effect.looked_at += rows.length
    if (rows.length < rest) effect.complete = false
    if (kind === 'gold') continue
    for (const row of rows)
      for (const values of row.answers) effect.answers[fits(row, values) ? 'fitting' : 'misfits']++
  }
  return effect
}

const nothing = () => ({ fitting: 0, misfits: 0 })

function removedFields(before: Specs, after: Specs): string[] {
  const isKept = new Set(after.output_spec.map(({ name }) => name))
  if (takesSameAnswers(before.output_spec, after.output_spec)) return []
  return before.output_spec.map(({ name }) => name).filter((name) => !isKept.has(name))
}

/** Tasks in the older forms, by what becomes of them. What a reviewer decided is not asked about. */
async function countTasks(sql: Sql, projectId: number, versions: number[]): Promise<Counts[]> {
  if (versions.length === 0) return []
  return sql<Counts[]>`
    select kind, version, count(*)::int as tasks, count(*) filter (where active > 0)::int as held from (
      select case when t.gold then 'gold' when t.status <> 'open' then t.status when t.answered > 0 then 'answered' else 'unanswered' end as kind,
             t.version, t.active
      from tasks t
      where t.project_id = ${projectId} and t.version = any(${versions}) and t.status in ('open', 'needs_review', 'completed')
        and (t.status = 'open' or t.gold or not exists (
          select from results r where r.project_id = t.project_id and r.task_id = t.id and r.corrected_at is not null))) k
    group by kind, version`
}

type Row = { item_count: number; answers: AnswerItem[][] }

async function readAnswers(sql: Sql, projectId: number, kind: Kind, versions: number[]): Promise<Row[]> {
  if (kind === 'gold')
    return sql<Row[]>`
      select item_count, jsonb_build_array(payload) as answers from ${fitting(
        sql,
        sql`
          select row_number() over () as pos, t.item_count, g.answer as payload
          from gold g join tasks t on t.project_id = g.project_id and t.id = g.task_id
          where g.project_id = ${projectId} and t.version = any(${versions}) limit ${maxLookedAt}`,
      )} page`
  const status = kind === 'answered' ? 'open' : kind
  const found = await sql<{ id: string }[]>`
    select t.id from tasks t
    where t.project_id = ${projectId} and t.status = ${status} and t.version = any(${versions}) and not t.gold
      and (t.answered > 0 or ${kind !== 'answered'})
      and (${kind === 'answered'} or not exists (
        select from results r where r.project_id = t.project_id and r.task_id = t.id and r.corrected_at is not null))
    limit ${maxLookedAt}`
  const ids = found.map(({ id }) => id)
  return sql<Row[]>`
    select t.item_count, coalesce((
             select jsonb_agg(n."values") from answers n
             where n.project_id = t.project_id and n.task_id = t.id and n.state = 'counted'), '[]') as answers
    from tasks t where t.project_id = ${projectId} and t.id = any(${await leadingTasks(sql, projectId, ids)})`
}

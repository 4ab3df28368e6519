import type { OutputField } from '@whisker/api/fields.ts'
import type { Project } from '@whisker/api/project-settings.ts'
import type { ProjectSummary } from '@whisker/api/summary.ts'
import type { Server } from '../context.ts'
import type { Queryable } from '../database/connect.ts'
import { foldChanges } from './fold-changes.ts'
import { countPeople } from './people.ts'
import { sharedCounts } from './shared-counts.ts'
import { summarizeFields } from './summary-fields.ts'
import { type OpenTasks, paceOf, type Spent } from './summary-pace.ts'

/** Lower ends of the bands of confidence, as `result_totals.bands` counts them. */
const bands = [0, 0.5, 0.7, 0.9]

// Looking does early what the loop does anyway. What is left over when figures are asked for in the middle of a refit is folded by the loop.
const maxFolds = 4

type Head = Pick<Project, 'max_answers' | 'output_spec'>
type Totals = { tasks: number; bands: number[]; agreement: number; agreement_tasks: number }

/** A project in figures: a few seconds old, or ten times as old as the counting took. */
export async function projectSummary(server: Server, projectId: number): Promise<ProjectSummary> {
  return (await summaries(server, [projectId])).get(projectId) as ProjectSummary
}

const summaries = sharedCounts(async (server: Server, projectIds) => {
  const counted = projectIds.map(async (id) => [id, await countSummary(server, id)] as const)
  return new Map(await Promise.all(counted))
}, 3000)

async function countSummary({ sql, figures }: Server, projectId: number): Promise<ProjectSummary> {
  for (let folds = 0; folds < maxFolds; folds++) if ((await foldChanges(sql, projectId)) === 0) break
  return figures.begin('isolation level repeatable read, read only', async (tx) => {
    const [head] = await tx<(Head & Totals & { now: string })[]>`
      select p.max_answers, v.output_spec, now() as now, coalesce(t.tasks, 0) as tasks,
             coalesce(t.bands, '{0,0,0,0}') as bands, coalesce(t.agreement, 0) as agreement,
             coalesce(t.agreement_tasks, 0) as agreement_tasks
      from projects p join project_versions v on v.project_id = p.id and v.version = p.version
      left join result_totals t on t.project_id = p.id where p.id = ${projectId}`
    const { now, tasks, output_spec, max_answers, agreement, agreement_tasks, ...counted } = head as Head &
      Totals & { now: string }
    const [spent] = await tx<Spent[]>`
      select coalesce(sum(answered), 0)::int as answers, count(*) filter (where finished)::int as finished,
             coalesce(sum(answered) filter (where finished), 0)::int as answers_of_finished
      from (select answered, status = 'completed' and not gold and answered > 0 as finished
            from tasks where project_id = ${projectId}) t`
    const open = await tx<OpenTasks[]>`
      select wanted, answered, count(*)::int as tasks from tasks
      where project_id = ${projectId} and status = 'open' group by wanted, answered`
    const missing = (await countPeople(tx, [projectId])).get(projectId)?.people_missing ?? 0
    return {
      project_id: projectId,
      counted_at: now,
      results: tasks,
      confidence: bands.map((from, b) => ({ from, to: bands[b + 1] ?? 1, tasks: counted.bands[b] ?? 0 })),
      fields: await summarizeFields(tx, projectId, output_spec as OutputField[], tasks),
      // Sums that grow and shrink by fractions end a little beside what they should be.
      agreement: agreement_tasks === 0 ? null : Math.min(1, Math.max(0, agreement / agreement_tasks)),
      ...paceOf(spent as Spent, open, max_answers, await answersByHour(tx, projectId), missing),
    }
  }) as Promise<ProjectSummary>
}

async function answersByHour(tx: Queryable, projectId: number) {
  const rows = await tx<{ from: string; answers: number; last_hour: number }[]>`
    with hours as (select date_trunc('hour', now()) - n * interval '1 hour' as begun from generate_series(0, 47) n)
    select h.begun as from, coalesce(a.answers, 0)::int as answers, coalesce(a.last_hour, 0)::int as last_hour
    from hours h left join (
      select date_bin('1 hour', submitted_at, '2000-01-01') as begun, count(*) as answers,
             count(*) filter (where submitted_at > now() - interval '1 hour') as last_hour
      from answers
      where project_id = ${projectId} and state = 'counted' and submitted_at >= date_trunc('hour', now()) - interval '47 hours'
      group by 1) a on a.begun = h.begun
    order by h.begun`
  return {
    hours: rows.map(({ from, answers }) => ({ from, answers })),
    answers_last_hour: rows.reduce((sum, { last_hour }) => sum + last_hour, 0),
  }
}

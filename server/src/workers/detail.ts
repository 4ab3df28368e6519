import type { Reversal, WorkerDetail } from '@whisker/api/workers.ts'
import { answerStands } from '../answers/stands.ts'
import { skillOf } from '../consolidation/worker-skill.ts'
import type { Sql } from '../database/connect.ts'
import { addScores, type FieldScore } from '../gold/score.ts'
import { latestRound } from '../training/latest-round.ts'

type Row = Pick<WorkerDetail, 'name' | 'median_seconds' | 'project_median_seconds' | 'paused_at' | 'paused_reason'> & {
  counted: number
  late: number
  reverted: number
  too_fast: number
}

// The pace of a project shows in its latest answers as well as in a million of them.
const sampled = 2000

/** One worker of a project. Two look-ups in the answers, both by index and bounded by this worker's or the sample. */
export async function workerDetail(
  sql: Sql,
  projectId: number,
  personId: string,
): Promise<Omit<WorkerDetail, 'worker_id' | 'appeals'>> {
  const [[row], scores, [reversal], training] = await Promise.all([
    sql<Row[]>`
      select p.name, a.*, w.paused_at, w.paused_reason,
             (select percentile_cont(0.5) within group (order by seconds) from (
                select seconds from answers where project_id = ${projectId} order by submitted_at desc limit ${sampled}) latest
             ) as project_median_seconds
      from people p
      left join project_workers w on w.project_id = ${projectId} and w.person_id = p.id
      cross join lateral (
        select count(*) filter (where state = 'counted')::int as counted, count(*) filter (where state = 'late')::int as late,
               count(*) filter (where state = 'reverted')::int as reverted,
               count(*) filter (where state = 'too_fast')::int as too_fast,
               percentile_cont(0.5) within group (order by seconds) as median_seconds
        from answers where project_id = ${projectId} and worker_id = p.id) a
      where p.id = ${personId}`,
    sql<{ fields: Record<string, FieldScore>; share: number }[]>`
      select s.fields, s.share from gold_scores s
      where s.project_id = ${projectId} and s.worker_id = ${personId} and ${answerStands(sql)}
      order by s.scored_at desc limit 10000`,
    sql<Reversal[]>`
      select reason, reverted, asked_again, created_at, finished_at from reversals
      where project_id = ${projectId} and person_id = ${personId}`,
    latestRound(sql, projectId, personId),
  ])
  const { counted, late, reverted, too_fast, ...rest } = row as Row
  const right = scores.reduce((sum, { share }) => sum + share, 0)
  return {
    ...rest,
    answers: { counted, late, reverted, too_fast },
    skill: scores.length === 0 ? null : { ...skillOf(right, scores.length), right },
    fields: byField(scores.map(({ fields }) => fields)),
    training,
    reversal: reversal ?? null,
  }
}

function byField(scores: Record<string, FieldScore>[]): WorkerDetail['fields'] {
  const sums = new Map<string, FieldScore>()
  for (const score of scores)
    for (const [field, own] of Object.entries(score)) sums.set(field, addScores(sums.get(field) ?? [0, 0], own))
  return [...sums].map(([field, [right, answered, found, missed = 0, extra = 0]]) => ({
    ...{ field, right, ...skillOf(right, answered) },
    ...(found !== undefined && { objects: { found, missed, extra } }),
  }))
}

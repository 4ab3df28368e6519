import type { Fragment, Queryable } from '../database/connect.ts'
import { ratesByGoldMet } from '../gold/mix.ts'

/** Among how many of the gold tasks that were shown equally often chance decides. */
const maxCandidates = 20

/**
 * The gold tasks of which a worker may be given one, begun ones first, with their `exposures`: none where the dice say so. Gold waits
 * in lane 2, without cursors; take.ts says why and when it is given.
 *
 * @param take whose it is, for how many tasks (`count`), the dice (`whether`), and the `version` of the form that the ordinary task has
 * @param onlyIf what is looked at first: where it is false, nothing else is
 */
export const goldCandidates = (
  sql: Queryable,
  take: Record<'projectId' | 'workerId' | 'count' | 'whether' | 'version', Fragment>,
  onlyIf: Fragment,
) => sql`
  select t.id, t.answered + t.active as exposures from tasks t
  where ${onlyIf} and t.project_id = ${take.projectId}
    and t.lane = 2 and t.answered + t.active < t.wanted and t.version = ${take.version}
    and ${take.whether}::float8 < 1 - power(1 - (${ratesByGoldMet}::float8[])[1 + least(${ratesByGoldMet.length - 1}, (
      select count(*) from gold_scores s where s.project_id = ${take.projectId} and s.worker_id = ${take.workerId}))], ${take.count}::int)
    and (
      select true from assignments a
      where a.project_id = ${take.projectId} and a.task_id = t.id and a.worker_id = ${take.workerId}
        and a.state in ('active', 'submitted', 'skipped', 'late') limit 1) is null
  order by t.answered + t.active desc, t.id desc limit ${maxCandidates}`

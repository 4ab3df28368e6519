import type { OutputField } from '@whisker/api/fields.ts'
import type { NamingSettings } from '../consolidation/naming.ts'
import type { CrowdAnswer } from '../crowd/crowd.ts'
import type { Queryable } from '../database/connect.ts'
import { type GoldForm, goldForm } from '../gold/score.ts'
import { namingSettings } from '../projects/naming.ts'
import type { Hold } from './hold.ts'
import { tooFast } from './too-fast.ts'

/** What a submit must know beforehand: the form of the task's own version, and whether the task may want more answers. */
export type Form = {
  task_id: string
  workspace_id: number
  version: number
  min_answers: number
  max_answers: number
  confidence: number
  naming: NamingSettings
  output_spec: OutputField[]
  item_count: number
  answered: number
  answer_changes: number
  /** The other answers, if this one would be the last that is wanted; else null. */
  others: CrowdAnswer[] | null
  gold: GoldForm | null
  /** The project has gold tasks: replies must not tell by their time which ones these are. */
  has_gold: boolean
  too_fast: boolean
  /** Answers to a completed task count where a reviewer has decided and a place is held: one was taken back. */
  is_completed: boolean
}

/** The form that a hold is to be answered with; null when there is no such hold of this worker, or not this token. */
export async function findForm(sql: Queryable, hold: Hold): Promise<Form | null> {
  const [form] = await sql<Form[]>`
    select t.id as task_id, p.workspace_id, v.version, v.output_spec, p.min_answers, p.max_answers, p.confidence, ${namingSettings(sql)} as naming,
           t.item_count, t.answered, t.answer_changes,
           ${goldForm(sql, hold.workerId)}, ${tooFast(sql, hold)},
           exists (select from gold g where g.project_id = t.project_id) as has_gold,
           t.status = 'completed' and not t.gold as is_completed,
           case when t.answered + 1 = t.wanted and t.status = 'open' then coalesce(
             (select jsonb_agg(jsonb_build_object('worker_id', n.worker_id, 'values', n."values")
                               order by n.submitted_at, n.worker_id) from answers n
              where n.project_id = t.project_id and n.task_id = t.id and n.state = 'counted'), '[]') end as others
    from tasks t
    join project_versions v on v.project_id = t.project_id and v.version = t.version
    join projects p on p.id = t.project_id
    where t.project_id = ${hold.projectId} and t.id = (
      select task_id from assignments
      where project_id = ${hold.projectId} and id = ${hold.assignmentId} and worker_id = ${hold.workerId}
        and token = ${hold.token})`
  return form ?? null
}

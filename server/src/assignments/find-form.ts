import type { OutputField } from '@whisker/api/fields.ts'
import { taskOfHold } from '../answers/holds.ts'
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
  /** The project has a floor of seconds. */
  has_floor: boolean
  /** In which state the project's row was read. */
  project_state: string
  /** The answer is for a reviewer to check: what it fills waits for them, however sure it is (earlier/import.ts). */
  for_review?: true
  /** It was read for another task, before this one was given (remembered-forms.ts). */
  is_remembered?: true
}

/** The form that a hold is to be answered with; null when there is no such hold of this worker, or not this token. */
export async function findForm(sql: Queryable, hold: Hold): Promise<Form | null> {
  const [form] = await findForms(sql, [hold])
  return form ?? null
}

/** The same for several holds, in their order. */
export async function findForms(sql: Queryable, holds: Hold[]): Promise<(Form | null)[]> {
  const rows = holds.map(({ projectId, assignmentId, workerId, token }, n) => ({
    ...{ n, project_id: projectId, assignment_id: assignmentId, worker_id: workerId, token },
  }))
  const hold = {
    ...{ projectId: sql`h.project_id`, assignmentId: sql`h.assignment_id` },
    ...{ workerId: sql`h.worker_id`, token: sql`h.token` },
  }
  const forms = await sql<(Form & { n: number })[]>`
    select h.n, f.*
    from jsonb_to_recordset(${sql.json(rows)}) as h (n int, project_id int, assignment_id uuid, worker_id uuid, token text)
    cross join lateral (
      select t.id as task_id, p.workspace_id, v.version, v.output_spec, p.min_answers, p.max_answers, p.confidence, ${namingSettings(sql)} as naming,
             t.item_count, t.answered, t.answer_changes,
             ${goldForm(sql, hold.workerId)}, ${tooFast(sql, hold)},
             exists (select from gold g where g.project_id = t.project_id) as has_gold,
             t.status = 'completed' and not t.gold as is_completed,
             p.min_seconds is not null as has_floor, p.xmin::text as project_state,
             case when t.answered + 1 = t.wanted and t.status = 'open' then coalesce(
               (select jsonb_agg(jsonb_build_object('worker_id', n.worker_id, 'values', n."values")
                                 order by n.submitted_at, n.worker_id)
                from (select * from answers n where n.project_id = t.project_id and n.task_id between t.id and t.id and n.state = 'counted'
                      order by n.task_id) n), '[]') end as others
      from tasks t
      join project_versions v on v.project_id = t.project_id and v.version = t.version
      join projects p on p.id = t.project_id
      where t.project_id = h.project_id and t.id = ${taskOfHold(sql, hold)}) f`
  const byPlace = new Map(forms.map(({ n, ...form }) => [n, form]))
  return holds.map((_, n) => byPlace.get(n) ?? null)
}

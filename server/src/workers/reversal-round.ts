import { isDeepStrictEqual } from 'node:util'
import type { ItemResult } from '@whisker/api/field-result.ts'
import type { OutputField } from '@whisker/api/fields.ts'
import { byWeight } from '../answers/leading-tasks.ts'
import { revert } from '../answers/put.ts'
import { type NamingSettings, namingOf } from '../consolidation/naming.ts'
import type { Server } from '../context.ts'
import type { CrowdAnswer } from '../crowd/crowd.ts'
import { judgeTask } from '../crowd/verdict.ts'
import type { Transaction } from '../database/connect.ts'
import { eventResult } from '../events/result.ts'
import type { Round } from '../jobs/loop.ts'
import { namingSettings } from '../projects/naming.ts'
import { resultColumns } from '../results/result-row.ts'
import { dropAnswers, type Rewritten, reopenTasks, rewriteResults } from './revert-writes.ts'

// Tasks of one transaction. It holds their locks, and the cursors of the queue wait for it: it must stay short.
const batch = 100

type Due = { project_id: number; person_id: string }
type Affected = {
  id: string
  external_id: string | null
  status: string
  gold: boolean
  corrected: boolean
  version: number
  item_count: number
  output_spec: OutputField[]
  naming: NamingSettings
  min_answers: number
  max_answers: number
  confidence: number
  fields: ItemResult[] | null
  answers: CrowdAnswer[]
}

/**
 * Takes back the answers of one worker, a batch of tasks each time. What is left to do is what still counts, so it goes
 * on after a crash without knowing where it stopped, and any number of servers share the reversals of several workers.
 */
export function revertAnswers({ sql, crowds }: Pick<Server, 'sql' | 'crowds'>): Round {
  return async () => {
    const more = await sql.begin(async (tx) => {
      const [due] = await tx<Due[]>`
        select project_id, person_id from reversals where finished_at is null
        order by created_at limit 1 for update skip locked`
      if (!due) return false
      const taskIds = (
        await tx<{ task_id: string }[]>`
          select task_id from answers
          where project_id = ${due.project_id} and worker_id = ${due.person_id} and state = 'counted'
          order by task_id limit ${batch}`
      ).map((row) => row.task_id)
      if (taskIds.length === 0) {
        await tx`
          update reversals set finished_at = now()
          where project_id = ${due.project_id} and person_id = ${due.person_id}`
        return true
      }
      await byWeight(tx, due.project_id, taskIds, (some) => revertBatch(tx, crowds, due, some))
      return true
    })
    return more ? 'again' : 'done'
  }
}

/**
 * Invariant: an answer turns from counted to reverted exactly when `answered` of its task shrinks by one; the tasks are
 * locked first, in the order of their ids. The worker's assignments stay `submitted`: they are not asked again.
 */
async function revertBatch(
  tx: Transaction,
  crowds: Server['crowds'],
  { project_id, person_id }: Due,
  taskIds: string[],
): Promise<void> {
  await tx`
    select from tasks where project_id = ${project_id} and id = any(${taskIds}) order by id for update`
  const reverted = (await revert(tx, project_id, person_id, taskIds)).map((row) => row.task_id)
  const tasks = await tx<Affected[]>`
    select t.id, t.external_id, t.status, t.gold, t.version, t.item_count, v.output_spec, ${namingSettings(tx)} as naming, p.min_answers, p.max_answers, p.confidence,
           r.fields, coalesce(r.corrected_at is not null or r.method = 'reviewer', false) as corrected,
           coalesce((select jsonb_agg(jsonb_build_object('worker_id', a.worker_id, 'values', a."values")
                                      order by a.submitted_at, a.worker_id) from answers a
                     where a.project_id = t.project_id and a.task_id = t.id and a.state = 'counted'), '[]') as answers
    from tasks t join projects p on p.id = t.project_id
    join project_versions v on v.project_id = t.project_id and v.version = t.version
    left join results r on r.project_id = t.project_id and r.task_id = t.id
    where t.project_id = ${project_id} and t.id = any(${reverted})`
  const judged = tasks.map((task) => ({ task, verdict: judge(crowds, project_id, task) }))
  const again = judged.flatMap(({ task, verdict }) =>
    verdict.do === 'ask' ? [{ id: task.id, wanted: verdict.wanted }] : [],
  )
  await dropAnswers(tx, project_id, reverted)
  await reopenTasks(tx, project_id, again)
  await rewriteResults(
    tx,
    project_id,
    judged.flatMap(({ verdict }) => (verdict.do === 'rewrite' ? [verdict.result] : [])),
  )
  await tx`
    update reversals set reverted = reverted + ${reverted.length}, asked_again = asked_again + ${again.length}
    where project_id = ${project_id} and person_id = ${person_id}`
}

type Verdict = { do: 'nothing' } | { do: 'ask'; wanted: number } | { do: 'rewrite'; result: Rewritten }

/** What becomes of a task without the answer; `answers` are those that are left. Asked again only where they leave a doubt. */
function judge(crowds: Server['crowds'], projectId: number, task: Affected): Verdict {
  const finished = task.status === 'completed' || task.status === 'needs_review'
  if (!finished || task.gold || task.corrected) return { do: 'nothing' }
  const left = task.answers.length
  if (left < task.min_answers) return { do: 'ask', wanted: task.min_answers }
  const { step, fields, provenance } = judgeTask(crowds.of(projectId), {
    version: task.version,
    spec: task.output_spec,
    itemCount: task.item_count,
    policy: { minAnswers: task.min_answers, maxAnswers: task.max_answers, confidence: task.confidence },
    naming: namingOf(task.naming),
    answers: task.answers,
  })
  if (step === 'ask') return { do: 'ask', wanted: left + 1 }
  const changed = !isDeepStrictEqual(valuesOf(fields), valuesOf(task.fields ?? []))
  const columns = resultColumns(projectId, task.output_spec, fields)
  const event = eventResult(fields)
  const result = { task_id: task.id, ...columns, provenance, answers: left, changed, review: step === 'review', event }
  return { do: 'rewrite', result }
}

function valuesOf(fields: ItemResult[]): unknown[] {
  return fields.map((item) =>
    Object.keys(item)
      .sort()
      .map((name) => [name, item[name]?.value]),
  )
}

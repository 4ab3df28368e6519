import { isDeepStrictEqual } from 'node:util'
import type { AnswerItem } from '@whisker/api/answer-check.ts'
import type { OutputField } from '@whisker/api/fields.ts'
import { byWeight } from '../answers/leading-tasks.ts'
import { type NamingSettings, namingOf } from '../consolidation/naming.ts'
import type { Sql, Transaction } from '../database/connect.ts'
import type { Round } from '../jobs/loop.ts'
import { noteRescored } from '../projects/due.ts'
import { namingSettings } from '../projects/naming.ts'
import { type FieldScore, type Scatters, scattersOf, scoreAnswer } from './score.ts'

// Gold tasks of one transaction, which holds their locks: each has as many scores as exposures.
const batch = 20

// A submit that has read the old settings has long been through by then: it takes milliseconds.
const settledSeconds = 2

type Due = { id: number; rescore_from: string; naming: NamingSettings; scatters: Scatters }
type Scored = {
  task_id: string
  worker_id: string
  fields: Record<string, FieldScore>
  values: AnswerItem[]
  known: AnswerItem[]
  output_spec: OutputField[]
}

/**
 * Works the scores of a project's gold out again after what joins its texts has changed, a batch of gold tasks at a time, in the
 * order of their ids; `rescore_from` in the project's row tells how far it has come, so it goes on after a crash, and
 * servers share the projects. A pause stays what the requester sees and can end: new scores decide with the next answer.
 */
export function rescoreGold(sql: Sql): Round {
  return async () => {
    const more = await sql.begin(async (tx) => {
      // Of this strength the lock lets tasks come in, whose foreign key looks at the project.
      const [due] = await tx<Due[]>`
        select p.id, p.rescore_from, ${namingSettings(tx)} as naming, ${scattersOf(tx)} as scatters from projects p
        where p.rescore_from is not null and p.updated_at < now() - ${settledSeconds} * interval '1 second'
        order by p.id limit 1 for no key update skip locked`
      if (!due) return false
      const tasks = await tx<{ task_id: string }[]>`
        select task_id from gold where project_id = ${due.id} and task_id > ${due.rescore_from} order by task_id limit ${batch}`
      const taskIds = tasks.map((row) => row.task_id)
      await byWeight(tx, due.id, taskIds, (some) => rescoreBatch(tx, due, some))
      const next = taskIds.length === batch ? taskIds.at(-1) : null
      await noteRescored(tx, due.id, next ?? null)
      return true
    })
    return more ? 'again' : 'done'
  }
}

/** Invariant: a score is that of the answer that stands. The tasks are locked first, as by whoever changes an answer. */
async function rescoreBatch(tx: Transaction, { id, naming, scatters }: Due, taskIds: string[]): Promise<void> {
  await tx`select from tasks where project_id = ${id} and id = any(${taskIds}) order by id for update`
  const rows = await tx<Scored[]>`
    select s.task_id, s.worker_id, s.fields, n."values", g.answer as known, v.output_spec
    from gold_scores s
    join gold g on g.project_id = s.project_id and g.task_id = s.task_id
    join tasks t on t.project_id = s.project_id and t.id = s.task_id
    join project_versions v on v.project_id = t.project_id and v.version = t.version
    join answers n on n.project_id = s.project_id and n.task_id = s.task_id and n.worker_id = s.worker_id
    where s.project_id = ${id} and s.task_id = any(${taskIds})`
  const project = namingOf(naming)
  const changed = rows.flatMap(({ task_id, worker_id, fields, values, known, output_spec }) => {
    const score = scoreAnswer(output_spec, known, values, project, scatters)
    return isDeepStrictEqual(score.fields, fields) ? [] : [{ task_id, worker_id, ...score }]
  })
  if (changed.length === 0) return
  await tx`
    update gold_scores s set fields = c.fields, share = c.share
    from jsonb_to_recordset(${tx.json(changed)}) as c (task_id uuid, worker_id uuid, fields jsonb, share float8)
    where s.project_id = ${id} and s.task_id = c.task_id and s.worker_id = c.worker_id`
}

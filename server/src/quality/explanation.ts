import type { ItemResult } from '@whisker/api/field-result.ts'
import type { OutputField } from '@whisker/api/fields.ts'
import type { Explanation } from '@whisker/api/quality.ts'
import { joinsOf } from '../consolidation/joins.ts'
import { kindOf } from '../consolidation/kinds/kinds.ts'
import { type NamingSettings, namingOf } from '../consolidation/naming.ts'
import { fieldKey } from '../crowd/crowd.ts'
import type { Provenance } from '../crowd/verdict.ts'
import type { Sql } from '../database/connect.ts'
import { fitting } from '../database/fit.ts'
import { notFound } from '../problem.ts'
import { projectOf } from '../projects/ids.ts'
import { namingSettings } from '../projects/naming.ts'

type Decided = Pick<Explanation, 'task_id' | 'status' | 'method' | 'corrected' | 'decided_at'> & {
  fields: ItemResult[]
  provenance: Provenance | null
  naming: NamingSettings
  output_spec: OutputField[]
  /** What the last refit has learnt of the forms of each text field (join-names.ts). */
  spelling: Record<string, [string, string][]> | null
  /** As many as may be shown, and how many there are. */
  answers: { all: number; shown: Omit<Explanation['answers'][number], 'accuracy'>[] }
}
type ExplainedRow = Decided | (Pick<Decided, 'task_id' | 'status'> & { method: null })

export function isDecided(row: ExplainedRow): row is Decided {
  return row.method !== null
}

/** The answers that made the result: those that its provenance names; before there was provenance, the counted ones. */
export function explain(row: Decided, pseudonym: (personId: string) => string): Explanation {
  const { provenance, fields, answers, naming, output_spec, spelling, ...rest } = row
  const accuracies = new Map(provenance?.answers.map(({ worker_id, accuracy }) => [worker_id, accuracy]))
  const made = answers.shown.filter(({ worker_id }) => provenance === null || accuracies.has(worker_id))
  const joined = (name: string, item: number) => {
    const field = output_spec.find((each) => each.name === name)
    if (!field || !kindOf(field).isTyped) return []
    const typed = made.map(({ values }) => kindOf(field).asGiven(values[item]?.[name]) as string | null)
    return joinsOf(typed, new Map(spelling?.[fieldKey(field)]), namingOf(naming).of(field))
  }
  return {
    ...rest,
    version: provenance?.version ?? null,
    refit: provenance?.refit ?? null,
    refit_at: provenance?.refit_at ?? null,
    answers: made.map((answer) => ({
      worker_id: pseudonym(answer.worker_id),
      values: answer.values,
      submitted_at: new Date(answer.submitted_at).toISOString(),
      accuracy: accuracies.get(answer.worker_id) ?? null,
    })),
    answers_left_out: answers.all - answers.shown.length,
    items: fields.map((item, i) =>
      Object.fromEntries(
        Object.entries(item).map(([name, result]) => [
          name,
          { ...result, posterior: provenance?.posterior[i]?.[name] ?? null, joined: joined(name, i) },
        ]),
      ),
    ),
  }
}

/** What a result rests on, as far as a page's weight goes. @throws 404, the same for unknown and foreign ids. */
export async function findExplained(sql: Sql, workspaceId: number, taskId: string): Promise<ExplainedRow> {
  const projectId = projectOf(taskId)
  const [row] = await sql<ExplainedRow[]>`
    select t.id as task_id, t.status, r.method, r.corrected_at is not null as corrected, r.fields, r.provenance,
           r.updated_at as decided_at, ${namingSettings(sql)} as naming, v.output_spec, (
             select jsonb_object_agg(m.field || ' ' || m.type, m.about -> 'spelling') from crowd_models m
             where m.project_id = t.project_id and m.about ? 'spelling') as spelling, (
             select jsonb_build_object('all', coalesce(max(given.of_rows), 0), 'shown', coalesce(jsonb_agg(jsonb_build_object(
                      'worker_id', given.worker_id, 'values', given.payload, 'submitted_at', given.submitted_at) order by given.pos), '[]'))
             from ${fitting(
               sql,
               sql`
                 select row_number() over (order by a.submitted_at, a.worker_id) as pos, a.worker_id, a."values" as payload,
                        a.submitted_at
                 from answers a where a.project_id = t.project_id and a.task_id = t.id and a.state = 'counted'`,
             )} given) as answers
    from tasks t join projects p on p.id = t.project_id
    join project_versions v on v.project_id = t.project_id and v.version = t.version
    left join results r on r.project_id = t.project_id and r.task_id = t.id
    where t.project_id = ${projectId} and t.id = ${taskId} and p.workspace_id = ${workspaceId}`
  if (!row) throw notFound('task')
  return row
}

import { workerData } from 'node:worker_threads'
import type { FieldValue, OutputField } from '@whisker/api/fields.ts'
import type { FieldReport } from '@whisker/api/report.ts'
import { agrees } from '../consolidation/agrees.ts'
import type { FieldAnswers } from '../consolidation/by-field.ts'
import { reportField } from '../consolidation/report.ts'
import { resolveSynonyms, type Synonym } from '../consolidation/synonyms.ts'
import type { Skill } from '../consolidation/worker-skill.ts'
import { type CrowdAnswer, fieldKey } from '../crowd/crowd.ts'
import { type ConnectOptions, connect, type Queryable } from '../database/connect.ts'
import { answerOrder } from './answer-order.ts'

/** One report, in a thread of its own with a connection of its own: it reads all answers of a project. */
export type ReportOrder = {
  projectId: number
  replica: Pick<ConnectOptions, 'url' | 'options'>
  prepare: boolean
}

type Columns = { field: OutputField; task: number[]; worker: number[]; value: (FieldValue | undefined)[] }
type Row = { task_id: string; version: number; gold: Record<string, FieldValue>[] | null } & CrowdAnswer
type Head = { version: number; language: string; synonyms: Synonym[]; output_spec: OutputField[] }

const { projectId, replica, prepare } = workerData as ReportOrder
const sql = connect({ ...replica, prepare, pool: 1, name: 'whisker report', reports: true })
await answerOrder(sql, (tx) => reportFields(tx))

/** The fields of the newest version; answers to the same fields (name and type) of older versions belong to them. */
async function reportFields(tx: Queryable): Promise<FieldReport[]> {
  await tx`set local statement_timeout = 0`
  const heads = await tx<Head[]>`
    select v.version, v.output_spec, p.language, p.synonyms
    from project_versions v join projects p on p.id = v.project_id where p.id = ${projectId} order by v.version desc`
  const [newest] = heads
  if (!newest) return []
  const columns = new Map<string, Columns>()
  for (const field of newest.output_spec) columns.set(fieldKey(field), { field, task: [], worker: [], value: [] })
  const known = new Map<string, Map<number, FieldValue>>([...columns.keys()].map((key) => [key, new Map()]))
  const specs = new Map(heads.map(({ version, output_spec }) => [version, output_spec]))
  const workers = new Map<string, number>()
  let items = 0
  let first = 0
  let task = ''
  const rows = tx<Row[]>`
    select a.task_id, a.version, a.worker_id, a."values", g.answer as gold
    from answers a left join gold g on g.project_id = a.project_id and g.task_id = a.task_id
    where a.project_id = ${projectId} and a.state = 'counted'
    order by a.task_id, a.submitted_at, a.worker_id`.cursor(2000)
  for await (const batch of rows)
    for (const row of batch) {
      if (row.task_id !== task) {
        task = row.task_id
        first = items
        items += row.values.length
      }
      const worker = workers.get(row.worker_id) ?? workers.size
      workers.set(row.worker_id, worker)
      for (const field of specs.get(row.version) ?? []) {
        const column = columns.get(fieldKey(field))
        if (!column) continue
        row.values.forEach((values, i) => {
          column.task.push(first + i)
          column.worker.push(worker)
          column.value.push(values[field.name])
          const truth = row.gold?.[i]?.[field.name]
          if (truth !== undefined) known.get(fieldKey(field))?.set(first + i, truth)
        })
      }
    }
  const resolved = resolveSynonyms(newest.synonyms)
  const means = (key: string) => (resolved.ok ? (resolved.canonical.get(key) ?? key) : key)
  return [...columns].flatMap(([key, { field, ...column }]) => {
    const answers: FieldAnswers = { tasks: items, workers: workers.size, ...column }
    const options = { language: newest.language, synonyms: newest.synonyms, gold: known.get(key) ?? new Map() }
    const report = reportField(field, answers, options, (truth, value) => agrees(field, truth, value, means))
    return report ? [shown(field, report)] : []
  })
}

function shown({ name, type }: OutputField, report: NonNullable<ReturnType<typeof reportField>>): FieldReport {
  const { gold, spent, measuredBy, ...rest } = report
  const share = ({ accuracy, low, high, answered }: Skill) => ({ share: accuracy, low, high, of: answered })
  return {
    field: name,
    type,
    ...rest,
    gold: gold && { tasks: gold.tasks, labels: share(gold.labels), answers: share(gold.answers) },
    spent: spent.map(({ atMost, answersPerTask, model, majority }) => {
      return { at_most: atMost, answers_per_task: answersPerTask, model, majority }
    }),
    measured_by: measuredBy,
  }
}

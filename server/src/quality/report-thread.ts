import { workerData } from 'node:worker_threads'
import type { FieldValue, OutputField } from '@whisker/api/fields.ts'
import type { FieldReport } from '@whisker/api/report.ts'
import { agrees } from '../consolidation/agrees.ts'
import { reportField } from '../consolidation/report.ts'
import type { Skill } from '../consolidation/worker-skill.ts'
import { answerOrder } from '../crowd/answer-order.ts'
import { fieldKey } from '../crowd/crowd.ts'
import { type Column, readAnswers, readHead } from '../crowd/read-answers.ts'
import { type ConnectOptions, connect, type Queryable } from '../database/connect.ts'

/** One report, in a thread of its own with a connection of its own: it reads all answers of a project. */
export type ReportOrder = {
  projectId: number
  replica: Pick<ConnectOptions, 'url' | 'options'>
  prepare: boolean
}

const { projectId, replica, prepare } = workerData as ReportOrder
const sql = connect({ ...replica, prepare, pool: 1, name: 'whisker report', reports: true })
await answerOrder(sql, (tx) => reportFields(tx))

/** The fields of the newest version; answers to the same fields (name and type) of older versions belong to them. */
async function reportFields(tx: Queryable): Promise<FieldReport[]> {
  await tx`set local statement_timeout = 0`
  const head = await readHead(tx, projectId)
  if (!head) return []
  const columns = new Map((head.specs.get(head.version) ?? []).map((field) => [fieldKey(field), collectValues()]))
  const { items, workers } = await readAnswers(tx, projectId, head, columns, { order: 'oldest first' })
  return [...columns].map(([key, { gold, item, worker, value }]) => {
    const versions = head.fields.get(key)!
    const answers = { items, workers: workers.length, item, worker, value }
    const field = versions[0]!
    const naming = head.naming.of(field)
    return shown(
      field,
      reportField(versions, answers, naming, gold, (truth, said, scatter) =>
        agrees(field, truth, said, naming, scatter),
      ),
    )
  })
}

type Values = Column & {
  item: number[]
  worker: number[]
  value: (FieldValue | undefined)[]
  gold: Map<number, FieldValue>
}

function collectValues(): Values {
  const columns = { item: [] as number[], worker: [] as number[], value: [] as (FieldValue | undefined)[] }
  const gold = new Map<number, FieldValue>()
  return {
    ...columns,
    gold,
    add(item, worker, value, truth) {
      columns.item.push(item)
      columns.worker.push(worker)
      columns.value.push(value)
      if (truth !== undefined) gold.set(item, truth)
    },
  }
}

function shown({ name, type }: OutputField, report: ReturnType<typeof reportField>): FieldReport {
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

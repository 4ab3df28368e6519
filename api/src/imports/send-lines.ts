import { BulkReceipt } from '../intake.ts'
import type { ImportedTask } from './imported.ts'
import type { Sending } from './sending.ts'
import { taskLine } from './task-line.ts'

// What a server writes in one statement.
const linesOfRequest = 1000

/**
 * Sends rows that have no files, many in a request; labels that shall be known answers go with them. What the service refuses is told by
 * row; where it is only the label, the row is sent without it.
 */
export async function sendLines(sending: Sending, tasks: readonly ImportedTask[]): Promise<void> {
  const unlabeled: ImportedTask[] = []
  for (let at = 0; at < tasks.length; at += linesOfRequest) {
    const some = tasks.slice(at, at + linesOfRequest)
    for (const receipt of await sendSome(sending, some)) {
      const task = some[receipt.line - 1]
      if (task && settle(sending, task, receipt) === 'without label') unlabeled.push({ ...task, answer: null })
    }
    sending.told.counted?.()
  }
  if (unlabeled.length > 0) await sendLines(sending, unlabeled)
}

/** What became of a row. `without label`: it is to be sent so. */
function settle({ labels, counts, settled, made, told }: Sending, task: ImportedTask, receipt: BulkReceipt) {
  if (receipt.status === 'error') {
    const [first] = receipt.errors
    if (first && /^\/gold(\/|$)/.test(first.pointer)) {
      counts.unfit++
      told.unfit(task, `${first.pointer.replace('/gold', '/answer')} ${first.detail}`)
      return 'without label'
    }
    counts.failed++
    settled.add(task.row)
    told.fault(task, first ? `${first.pointer} ${first.detail}` : receipt.detail)
    return 'refused'
  }
  if (receipt.status === 'created') counts.sent++
  else counts.there++
  made.set(task.row, { task, id: receipt.task_id })
  if (labels.as === 'gold' && receipt.status === 'created' && task.answer) {
    counts.used++
    settled.add(task.row)
  }
  return 'made'
}

async function sendSome({ client, target, labels }: Sending, tasks: ImportedTask[]): Promise<BulkReceipt[]> {
  const lines = tasks.map((task) => {
    const values = Object.entries(task.item).flatMap(([name, value]) => {
      const field = target.inputs.get(name)
      return field === undefined ? [] : [[field, value]]
    })
    const gold = labels.as === 'gold' && task.answer ? { gold: [task.answer] } : {}
    return `${JSON.stringify({ ...taskLine(task, Object.fromEntries(values)), ...gold })}\n`
  })
  const response = await client.createTasks({
    query: { project_id: target.projectId },
    headers: { 'content-type': 'application/x-ndjson' },
    body: lines.join(''),
  })
  const receipts = (await response.text()).split('\n').filter(Boolean)
  return receipts.map((line) => BulkReceipt.parse(JSON.parse(line)))
}

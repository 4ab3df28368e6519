import type { Client } from '@whisker/api/client.ts'
import type { ImportedTask } from '@whisker/api/imports/imported.ts'
import { BulkReceipt } from '@whisker/api/intake.ts'
import { type Counts, type Made, tellFault, tellUnfit } from './counts.ts'
import type { LabelUse } from './label-use.ts'
import { type Target, taskLine } from './task-line.ts'

// What a server writes in one statement.
const linesOfRequest = 1000

/**
 * Sends rows that have no files, many in a request; labels that shall be known answers go with them. What the service refuses is told by
 * row; where it is only the label, the row is sent without it.
 *
 * @returns those that have a task now, and whose label is not known by that
 */
export async function sendLines(
  client: Client,
  target: Target,
  tasks: readonly ImportedTask[],
  as: LabelUse,
  counts: Counts,
): Promise<Made[]> {
  const made: Made[] = []
  const unlabeled: ImportedTask[] = []
  for (let at = 0; at < tasks.length; at += linesOfRequest) {
    const some = tasks.slice(at, at + linesOfRequest)
    for (const receipt of await sendSome(client, target, some, as)) {
      const task = some[receipt.line - 1]
      if (!task) continue
      if (receipt.status === 'error') {
        const [first] = receipt.errors
        if (first && /^\/gold(\/|$)/.test(first.pointer)) {
          counts.unfit++
          tellUnfit(task, `${first.pointer.replace('/gold', '/answer')} ${first.detail}`)
          unlabeled.push({ ...task, answer: null })
          continue
        }
        counts.failed++
        tellFault(task, first ? `${first.pointer} ${first.detail}` : receipt.detail)
        continue
      }
      if (receipt.status === 'created') counts.sent++
      else counts.there++
      if (as === 'gold' && receipt.status === 'created' && task.answer) counts.used++
      else made.push({ task, id: receipt.task_id })
    }
  }
  return unlabeled.length === 0 ? made : [...made, ...(await sendLines(client, target, unlabeled, as, counts))]
}

async function sendSome(
  client: Client,
  { projectId, inputs }: Target,
  tasks: ImportedTask[],
  as: LabelUse,
): Promise<BulkReceipt[]> {
  const lines = tasks.map((task) => {
    const values = Object.entries(task.item).flatMap(([name, value]) => {
      const field = inputs.get(name)
      return field === undefined ? [] : [[field, value]]
    })
    const gold = as === 'gold' && task.answer ? { gold: [task.answer] } : {}
    return `${JSON.stringify({ ...taskLine(task, Object.fromEntries(values)), ...gold })}\n`
  })
  const response = await client.createTasks({
    query: { project_id: projectId },
    headers: { 'content-type': 'application/x-ndjson' },
    body: lines.join(''),
  })
  const receipts = (await response.text()).split('\n').filter(Boolean)
  return receipts.map((line) => BulkReceipt.parse(JSON.parse(line)))
}

import type { Client } from '@whisker/api/client.ts'
import type { ImportedTask } from '@whisker/api/imports/imported.ts'
import { BulkReceipt } from '@whisker/api/intake.ts'
import { type Counts, tellFault } from './counts.ts'
import { type Target, taskLine } from './task-line.ts'

export type Made = { task: ImportedTask; id: string }

// What a server writes in one statement.
const linesOfRequest = 1000

/** Sends rows that have no files, many in a request. What the service refuses is told by row. @returns those that have a task now */
export async function sendLines(
  client: Client,
  target: Target,
  tasks: readonly ImportedTask[],
  counts: Counts,
): Promise<Made[]> {
  const made: Made[] = []
  for (let at = 0; at < tasks.length; at += linesOfRequest) {
    const some = tasks.slice(at, at + linesOfRequest)
    for (const receipt of await sendSome(client, target, some)) {
      const task = some[receipt.line - 1]
      if (!task) continue
      if (receipt.status === 'error') {
        counts.failed++
        const [first] = receipt.errors
        tellFault(task, first ? `${first.pointer} ${first.detail}` : receipt.detail)
        continue
      }
      if (receipt.status === 'created') counts.sent++
      else counts.there++
      made.push({ task, id: receipt.task_id })
    }
  }
  return made
}

async function sendSome(client: Client, { projectId, inputs }: Target, tasks: ImportedTask[]): Promise<BulkReceipt[]> {
  const lines = tasks.map((task) => {
    const values = Object.entries(task.item).flatMap(([name, value]) => {
      const field = inputs.get(name)
      return field === undefined ? [] : [[field, value]]
    })
    return `${JSON.stringify(taskLine(task, Object.fromEntries(values)))}\n`
  })
  const response = await client.createTasks({
    query: { project_id: projectId },
    headers: { 'content-type': 'application/x-ndjson' },
    body: lines.join(''),
  })
  const receipts = (await response.text()).split('\n').filter(Boolean)
  return receipts.map((line) => BulkReceipt.parse(JSON.parse(line)))
}

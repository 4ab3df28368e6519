import { parentPort, workerData } from 'node:worker_threads'
import { type AnswersOrder, answersTable } from './answers.ts'
import { type ResultsOrder, resultsTable } from './results.ts'
import { RowGroups } from './row-groups.ts'
import type { Carried, Table } from './table.ts'

export type TableOrder = ResultsOrder | AnswersOrder

/** Lines of one row group: all of them, or a part. */
export type Batch = { lines: Carried[]; endsGroup: boolean }

// A group of 10,000 rows takes 50 ms to pack: in the thread that answers requests all others would wait for it.
const order = workerData as TableOrder
const groups = new RowGroups<unknown>(
  (order.of === 'answers' ? answersTable(order) : resultsTable(order)) as Table<unknown>,
)

parentPort!.on('message', (message: Batch | 'end' | 'stop') => {
  if (message === 'stop') return parentPort!.close()
  if (message === 'end') return reply(groups.finish())
  for (const line of message.lines) groups.add(line)
  reply(message.endsGroup ? groups.endGroup() : new Uint8Array())
})

function reply(bytes: Uint8Array<ArrayBuffer>): void {
  parentPort!.postMessage(bytes, [bytes.buffer])
}

import { EarlierAnswerReceipt } from '../answer-imports.ts'
import type { Made } from './counts.ts'
import type { Sending } from './sending.ts'

const linesOfRequest = 1000

/** Sends labels as the answers of one worker, who is called as their source. What the service refuses is told by row. */
export async function sendAnswers(sending: Sending, labeled: readonly Made[]): Promise<void> {
  const { client, target, labels, counts, settled, told } = sending
  for (let at = 0; at < labeled.length; at += linesOfRequest) {
    const some = labeled.slice(at, at + linesOfRequest)
    const response = await client.importAnswers({
      params: { project_id: target.projectId },
      query: { source: labels.source, ...(labels.as === 'review' && { review: true }) },
      headers: { 'content-type': 'application/x-ndjson' },
      body: some.map(({ task, id }) => `${JSON.stringify({ task_id: id, answer: [task.answer] })}\n`).join(''),
    })
    for (const line of (await response.text()).split('\n').filter(Boolean)) {
      const receipt = EarlierAnswerReceipt.parse(JSON.parse(line))
      const { task } = some[receipt.line - 1]!
      if (receipt.status === 'counted') counts.used++
      settled.add(task.row)
      if (receipt.status !== 'error') continue
      counts.unfit++
      const [first] = receipt.errors
      told.unfit(task, first ? `${first.pointer} ${first.detail}` : receipt.detail)
    }
    told.counted?.()
  }
}

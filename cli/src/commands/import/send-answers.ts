import { EarlierAnswerReceipt } from '@whisker/api/answer-imports.ts'
import type { Client } from '@whisker/api/client.ts'
import { type Counts, type Made, tellUnfit } from './counts.ts'
import type { Target } from './task-line.ts'

const linesOfRequest = 1000

/** Sends labels as the answers of one worker, who is called as their source. What the service refuses is told by row. */
export async function sendAnswers(
  client: Client,
  { projectId }: Target,
  labeled: readonly Made[],
  { source, isForReview }: { source: string; isForReview: boolean },
  counts: Counts,
): Promise<void> {
  for (let at = 0; at < labeled.length; at += linesOfRequest) {
    const some = labeled.slice(at, at + linesOfRequest)
    const response = await client.importAnswers({
      params: { project_id: projectId },
      query: { source, ...(isForReview && { review: true }) },
      headers: { 'content-type': 'application/x-ndjson' },
      body: some.map(({ task, id }) => `${JSON.stringify({ task_id: id, answer: [task.answer] })}\n`).join(''),
    })
    for (const line of (await response.text()).split('\n').filter(Boolean)) {
      const receipt = EarlierAnswerReceipt.parse(JSON.parse(line))
      if (receipt.status === 'counted') counts.used++
      if (receipt.status !== 'error') continue
      counts.unfit++
      const [first] = receipt.errors
      tellUnfit(some[receipt.line - 1]!.task, first ? `${first.pointer} ${first.detail}` : receipt.detail)
    }
  }
}

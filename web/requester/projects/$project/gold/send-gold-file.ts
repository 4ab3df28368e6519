import { GoldReceipt } from '@whisker/api/gold.ts'
import { service } from '../../../../service/client.ts'

/**
 * Sends a CSV file of known answers, in the encoding that somebody has looked at or that is certain; resolves with what became of each
 * row. What somebody has said about a task since the file was saved is not taken back unseen.
 */
export async function sendGoldFile(projectId: number, file: File, charset?: string): Promise<GoldReceipt[]> {
  const response = await service.importGold({
    params: { project_id: projectId },
    query: { based_on: new Date(file.lastModified).toISOString() },
    body: file,
    headers: { 'content-type': `text/csv${charset ? `; charset=${charset}` : ''}` },
    signal: AbortSignal.timeout(10 * 60_000),
  })
  const lines = (await response.text()).split('\n').filter((line) => line !== '')
  return lines.map((line) => GoldReceipt.parse(JSON.parse(line)))
}

import { GoldReceipt } from '@whisker/api/gold.ts'
import { service } from '../../../../service/client.ts'

/** Sends a CSV file of known answers; resolves with what became of each row. */
export async function sendGoldFile(projectId: number, file: File): Promise<GoldReceipt[]> {
  const response = await service.importGold({
    params: { project_id: projectId },
    body: file,
    headers: { 'content-type': 'text/csv' },
    signal: AbortSignal.timeout(10 * 60_000),
  })
  const lines = (await response.text()).split('\n').filter((line) => line !== '')
  return lines.map((line) => GoldReceipt.parse(JSON.parse(line)))
}

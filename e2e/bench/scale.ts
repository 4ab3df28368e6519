import { openDatabase } from '../database.ts'
import type { Service } from '../service.ts'
import { report } from './figures.ts'

/** Sends many tasks through the front door: one NDJSON stream of texts. */
export async function fillTasks(service: Service, projectId: number, count: number): Promise<void> {
  let sent = 0
  const lines = new ReadableStream<Uint8Array>({
    pull(controller) {
      if (sent === count) return controller.close()
      let text = ''
      for (let n = 0; n < 1000 && sent < count; n++)
        text += `{"task_spec":[{"sentence":"sentence number ${sent++}"}],"external_id":"e${sent}"}\n`
      controller.enqueue(Buffer.from(text))
    },
  })
  const begun = performance.now()
  const headers = { 'content-type': 'application/x-ndjson' }
  const response = await service.client.createTasks({ query: { project_id: projectId }, body: lines, headers })
  let receipts = 0
  for await (const chunk of response.body as AsyncIterable<Uint8Array>)
    for (const byte of chunk) if (byte === 10) receipts++
  if (receipts !== count) throw new Error(`${receipts} receipts for ${count} lines.`)
  report(
    `POST /tasks/bulk, ${count.toLocaleString('en')} texts`,
    `${Math.round(count / ((performance.now() - begun) / 1000))} tasks/s`,
  )
}

/**
 * Completes all tasks of a project by SQL (a million answers through the API would take a quarter of an hour), then
 * measures the export through the API.
 */
export async function measureExport(service: Service, dataDir: string, projectId: number): Promise<void> {
  const sql = openDatabase(dataDir)
  await sql`update tasks set status = 'completed', completed_at = now(), answered = wanted, active = 0 where project_id = ${projectId} and status = 'open'`
  await sql`insert into results (project_id, task_id, confidence, fields, answers)
    select project_id, id, 1, '[{"animal": {"value": "cat", "confidence": 1, "votes": [{"value": "cat", "count": 1}]}}]', 1
    from tasks where project_id = ${projectId} on conflict do nothing`
  await sql`vacuum analyze tasks`
  await sql`vacuum analyze results`
  await sql.end()
  for (const format of ['jsonl', 'csv'] as const) {
    service.peakMemoryMb()
    const begun = performance.now()
    const response = await service.client.exportResults({ params: { project_id: projectId }, query: { format } })
    let rows = 0
    for await (const chunk of response.body as AsyncIterable<Uint8Array>)
      for (let at = chunk.indexOf(10); at >= 0; at = chunk.indexOf(10, at + 1)) rows++
    report(
      `results as ${format}, ${rows.toLocaleString('en')} rows`,
      `${Math.round(rows / ((performance.now() - begun) / 1000))} rows/s`,
      '50,000/s',
    )
    report('  memory while they go out', `${Math.round(service.peakMemoryMb())} MB`, '< 300 MB')
  }
}

import { openDatabase } from '../database.ts'
import { type Bench, textProject, weigh } from './bench.ts'
import type { Figure } from './report/figure.ts'

/** Sends many tasks through the front door: one NDJSON stream of texts. @returns seconds */
export async function sendTexts({ service }: Bench, projectId: number, count: number): Promise<number> {
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
    for (let at = chunk.indexOf(10); at >= 0; at = chunk.indexOf(10, at + 1)) receipts++
  if (receipts !== count) throw new Error(`${receipts} receipts for ${count} lines.`)
  return (performance.now() - begun) / 1000
}

export async function measureBulk(bench: Bench, count: number): Promise<void> {
  const { id } = await textProject(bench, 'Bulk')
  await sendTexts(bench, id, 2000)
  const other = await textProject(bench, 'Bulk, measured')
  const { done, processor } = await weigh(
    bench,
    () => sendTexts(bench, other.id, count),
    () => count,
  )
  bench.sheet.add({
    id: 'bulk',
    what: `POST /tasks/bulk, ${count.toLocaleString('en')} texts, one stream`,
    ...{ value: count / done, unit: '/s', processor },
    limit: await measureInserts(bench.dataDir, count),
  })
}

/** Rows of one small table, 1,000 a statement, three statements at a time. */
async function measureInserts(dataDir: string, count: number): Promise<NonNullable<Figure['limit']>> {
  const sql = openDatabase(dataDir, 3)
  try {
    await sql`drop table if exists machine_rows`
    await sql`create table machine_rows (id bigint primary key generated always as identity, name text, text text)`
    const batches = Array.from({ length: Math.ceil(count / 1000) }, (_, batch) => batch * 1000)
    const begun = performance.now()
    await Promise.all(
      batches.map((from) => {
        const rows = Array.from({ length: 1000 }, (_, n) => from + n)
        const [names, texts] = [rows.map((n) => `e${n}`), rows.map((n) => `sentence number ${n}`)]
        return sql`insert into machine_rows (name, text) select * from unnest(${names}::text[], ${texts}::text[])`
      }),
    )
    const seconds = (performance.now() - begun) / 1000
    return { what: 'rows of one small table', value: (batches.length * 1000) / seconds }
  } finally {
    await sql`drop table if exists machine_rows`
    await sql.end()
  }
}

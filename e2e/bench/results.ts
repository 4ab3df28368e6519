import { openDatabase } from '../database.ts'
import { type Bench, weigh } from './bench.ts'

/** All results of a project, beside the same rows by COPY. */
export async function measureResults(bench: Bench, projectId: number): Promise<void> {
  const { sheet, dataDir } = bench
  for (const format of ['jsonl', 'csv'] as const) {
    bench.peakMemoryMb()
    const begun = performance.now()
    const { done, processor } = await weigh(
      bench,
      () => countRows(bench, projectId, format),
      (rows) => rows,
    )
    const seconds = (performance.now() - begun) / 1000
    const memory = bench.peakMemoryMb()
    sheet.add({
      id: `results-${format}`,
      what: `results as ${format}, ${done.toLocaleString('en')} rows`,
      ...{ value: done / seconds, unit: '/s', processor },
      limit: { what: '`copy ... to`', value: await copyRows(dataDir, projectId) },
    })
    sheet.add({
      id: `memory-${format}`,
      what: '  memory of the service while they go out',
      ...{ value: memory, unit: 'MB' },
    })
  }
}

async function countRows({ service }: Bench, projectId: number, format: 'jsonl' | 'csv'): Promise<number> {
  const response = await service.client.exportResults({ params: { project_id: projectId }, query: { format } })
  const lines = await countLines(response.body as AsyncIterable<Uint8Array>)
  return format === 'csv' ? lines - 1 : lines
}

/** The columns of an export, from the same three tables, as PostgreSQL gives them out. @returns rows a second */
async function copyRows(dataDir: string, projectId: number): Promise<number> {
  const sql = openDatabase(dataDir)
  try {
    const begun = performance.now()
    const stream = await sql`
      copy (
        select t.id, t.external_id, t.name, t.metadata, t.version, i."values", r.fields, r.answers, r.method, t.completed_at, t.status
        from results r join tasks t on t.project_id = r.project_id and t.id = r.task_id
        join items i on i.project_id = r.project_id and i.task_id = r.task_id
        where r.project_id = ${sql.unsafe(String(projectId))}
      ) to stdout`.readable()
    const rows = await countLines(stream)
    return rows / ((performance.now() - begun) / 1000)
  } finally {
    await sql.end()
  }
}

async function countLines(chunks: AsyncIterable<Uint8Array>): Promise<number> {
  let rows = 0
  for await (const chunk of chunks) for (let at = chunk.indexOf(10); at >= 0; at = chunk.indexOf(10, at + 1)) rows++
  return rows
}

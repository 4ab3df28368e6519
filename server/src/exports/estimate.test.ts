import { afterAll, beforeAll, expect, test } from 'vitest'
import { ask } from '../testing/ask.ts'
import { startTestServer, type TestServer, textProject } from '../testing/server.ts'
import { makeDataset } from './datasets.fixture.ts'
import { makeResults } from './results.fixture.ts'

let server: TestServer
beforeAll(async () => {
  server = await startTestServer()
})
afterAll(() => server.close())

const about = (id: number, query: object) =>
  server.client.estimateExport({ params: { project_id: id }, query: query as never })
async function sizeOf(id: number, query: string) {
  const response = await fetch(`${server.url}/projects/${id}/export?${query}`, {
    headers: { authorization: server.key },
  })
  return (await response.arrayBuffer()).byteLength
}

test('pictures are counted, of now and of a release, and left out where they are not wanted', {
  timeout: 60_000,
}, async () => {
  const { id } = await makeDataset(server)
  const [{ bytes }] = (await server.sql<
    { bytes: number }[]
  >`select sum(size_bytes)::int as bytes from assets`) as never as [{ bytes: number }]
  await server.client.createRelease({ params: { project_id: id }, body: { name: 'First' } })
  for (const more of [{}, { release: '1' }]) {
    const told = await about(id, { format: 'coco', ...more })
    expect(told).toMatchObject({ tasks: 13, pictures: 13, picture_bytes: bytes })
    const size = await sizeOf(id, `format=coco${'release' in more ? '&release=1' : ''}`)
    // Of 13 small pictures, the README and what describes a release weigh more than any guess is wrong.
    expect(size / told.bytes).toBeGreaterThan(0.5)
    expect(size / told.bytes).toBeLessThan(2)
  }
  expect(await about(id, { format: 'parquet', with_pictures: 'false' })).toMatchObject({
    pictures: 0,
    picture_bytes: 0,
  })
  expect(await about(id, { format: 'jsonl' })).toMatchObject({ tasks: 13, pictures: 0 })
})

test('of 5,000 texts the size is about what comes', { timeout: 60_000 }, async () => {
  const { id } = await textProject(server.client)
  await makeResults(server.sql, id, 5000)
  for (const [format, factor] of [
    ['jsonl', 1.05],
    ['csv', 1.05],
    ['json', 1.05],
    ['parquet', 3],
  ] as const) {
    const told = await about(id, { format })
    const ratio = (await sizeOf(id, `format=${format}`)) / told.bytes
    expect(told.tasks).toBe(5000)
    expect(ratio, format).toBeGreaterThan(1 / factor)
    expect(ratio, format).toBeLessThan(factor)
  }
})

test('what a form cannot have is refused, a release that is not there is not found, and of nothing there is nothing', async () => {
  const { id } = await textProject(server.client)
  expect(await about(id, { format: 'parquet' })).toEqual({ tasks: 0, pictures: 0, picture_bytes: 0, bytes: 0 })
  const problem = async (query: string) => {
    const asked = await ask(`${server.url}/projects/${id}/export/estimate?${query}`, { key: server.key })
    return [asked.status, asked.problem.code]
  }
  expect(await problem('format=coco')).toEqual([422, 'invalid'])
  expect(await problem('format=csv&release=9')).toEqual([404, 'not_found'])
})

import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { runWhisker, scratchFolder } from '../whisker.fixture.ts'

const scratch = scratchFolder()
const whole = Buffer.from(Array.from({ length: 200_000 }, (_, n) => n % 251))

/** Gives an export out in bytes, some of the way. */
let bytes = whole
let tag = 'one'
let cutAt: number[] = []
const asked: string[] = []
const server = createServer((request, response) => {
  if (request.url?.includes('/export/estimate')) {
    response.writeHead(200, { 'content-type': 'application/json' })
    return response.end(JSON.stringify({ tasks, pictures: 3, picture_bytes: 1_400_000, bytes: 1_500_000 }))
  }
  const query = new URL(request.url ?? '', 'http://localhost').searchParams
  asked.push(request.url ?? '')
  const resume = query.get('resume')
  if (resume !== null && resume !== tag) {
    response.writeHead(409, { 'content-type': 'application/problem+json' })
    const problem = {
      type: 'about:blank',
      title: 'x',
      status: 409,
      code: 'changed_meanwhile',
      detail: 'x',
      request_id: 'x',
    }
    return response.end(JSON.stringify(problem))
  }
  const rest = bytes.subarray(Number(query.get('from') ?? 0))
  response.writeHead(200, { 'content-type': 'application/zip', 'whisker-export': tag, 'content-length': rest.length })
  const cut = cutAt.shift()
  if (cut === undefined) return response.end(rest)
  response.write(rest.subarray(0, cut), () => setTimeout(() => response.destroy(), 100))
})

let tasks = 1
beforeEach(async () => {
  tasks = 1
  ;[bytes, tag, cutAt] = [whole, 'one', []]
  asked.length = 0
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
})
afterEach(async () => {
  server.closeAllConnections()
  await new Promise((resolve) => server.close(resolve))
})

const run = (...args: string[]) => {
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const env = { WHISKER_URL: url, WHISKER_KEY: 'whk_x' }
  return runWhisker(['export', '1', '--format', 'coco', '--out', 'set.zip', ...args], { home: scratch.path(), env })
}
const written = () => readFile(scratch.path('set.zip'))

test('what is cut off twice is put together, and nothing is left beside it', async () => {
  cutAt = [70_000, 50_000]
  const { code, stderr } = await run('--no-pictures', '--split', 'train:80,test:20')
  expect([code, stderr]).toEqual([0, expect.stringContaining('About 1.5 MB: 1 task, 3 pictures.\n')])
  expect((await written()).equals(whole)).toBe(true)
  expect(asked).toHaveLength(3)
  expect(asked[0]).toContain('split=train%3A80%2Ctest%3A20&with_pictures=false')
  // What had come and was not read yet when the connection broke is asked for again.
  const from = Number(/resume=one&from=(\d+)/.exec(asked[2] ?? '')?.[1])
  expect([from > 0, from <= 120_000]).toEqual([true, true])
  const sha256 = createHash('sha256').update(whole.subarray(0, from)).digest('hex')
  expect(asked[2]).toContain(`begin_sha256=${sha256}`)
  expect((await readdir(scratch.path())).filter((name) => name.includes('.part'))).toEqual([])
})

test('where there are no results yet, no size is told', async () => {
  tasks = 0
  const { code, stderr } = await run()
  expect([code, stderr]).toEqual([0, expect.stringContaining('There are no results yet')])
  expect(stderr).not.toContain('MB:')
})

test('results that changed after the cut: it begins anew, and says so', async () => {
  cutAt = [70_000]
  server.on('request', ({ url }, response) => {
    if (tag === 'one' && !url?.includes('/estimate'))
      response.once('close', () => {
        tag = 'two'
        bytes = Buffer.from(whole).reverse()
      })
  })
  const { code, stderr } = await run()
  expect([code, stderr]).toEqual([0, expect.stringContaining('begins anew')])
  expect((await written()).equals(bytes)).toBe(true)
})

test('a place that cannot be written is told', async () => {
  const { code, stderr } = await run('--out', 'no/such/set.zip')
  expect([code, stderr]).toEqual([2, expect.stringContaining('cannot be written')])
})

import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import type { TestServer } from '../testing/server.ts'
import { follow, objectsOf, passAgain, passed, pictureOf, type S3, startWithStore } from './bucket.fixture.ts'

let server: TestServer
let s3: S3
beforeAll(async () => {
  ;({ server, s3 } = await startWithStore())
  await server.startAnother()
  await server.startAnother()
})
afterAll(async () => {
  await server.close()
  await s3.close()
})
afterEach(() => {
  s3.objects.clear()
  s3.state.trouble = () => false
})

test('of three servers one at a time is at a bucket: each object is read once', { timeout: 60_000 }, async () => {
  const reads = new Map<string, number>()
  let underWay = 0
  let maxUnderWay = 0
  s3.state.trouble = (request, response) => {
    const name = request.url ?? ''
    reads.set(name, (reads.get(name) ?? 0) + 1)
    maxUnderWay = Math.max(maxUnderWay, ++underWay)
    response.once('close', () => underWay--)
    return false
  }
  for (let n = 0; n < 200; n++) s3.objects.set(`${n}.png`, pictureOf(`several ${n}`))
  const id = await follow(server, s3)
  for (let n = 0; n < 20; n++) {
    await server.client.passBucket({ params: { project_id: id } })
    await sleep(20)
  }
  await passed(server, id, null, { timeoutMs: 40_000 })
  const pictures = [...reads].filter(([name]) => name.endsWith('.png'))
  expect(pictures.filter(([, count]) => count > 1)).toEqual([])
  expect(pictures).toHaveLength(200)
  expect(maxUnderWay).toBeLessThanOrEqual(8)
  expect(await objectsOf(server, id, 'taken')).toHaveLength(200)
})

test('who has lost the bucket writes nothing more of it', async () => {
  s3.objects.set('a.png', pictureOf('lost a'))
  const hold = Promise.withResolvers<void>()
  const asked = Promise.withResolvers<void>()
  let held = 0
  s3.state.trouble = (request, response) => {
    if (!request.url?.endsWith('a.png') || held++ > 0) return false
    asked.resolve()
    void hold.promise.then(() => response.writeHead(200).end(pictureOf('lost a, as it was before')))
    return true
  }
  const id = await follow(server, s3)
  await asked.promise
  // It took too long: another server takes over, and is done with it first.
  await server.sql`update buckets set leased_until = now() where project_id = ${id}`
  server.running.server.wake('buckets')
  const { last_pass } = await passed(server, id)
  hold.resolve()
  await sleep(500)
  const tasks = await server.client.listTasks({ query: { project_id: id } })
  expect(tasks.data).toHaveLength(1)
  expect(last_pass).toMatchObject({ taken: 1 })
  expect((await passAgain(server, id)).last_pass).toMatchObject({ taken: 0, requests: 1 })
})

test('buckets whose stores are silent keep no other workspace waiting', { timeout: 60_000 }, async () => {
  const silent: (() => void)[] = []
  s3.state.trouble = (request, response) => {
    if (!request.url?.includes('silent')) return false
    silent.push(() => response.destroy())
    return true
  }
  for (let n = 0; n < 14; n++) await follow(server, s3, { prefix: `silent${n}/` })
  await expect.poll(() => silent.length).toBe(6)
  const { id: workspaceId, client } = await server.makeWorkspace()
  expect(workspaceId).toBeGreaterThan(1)
  s3.objects.set('quick.png', pictureOf('quick'))
  const begun = performance.now()
  const id = await follow({ client }, s3)
  await passed({ client }, id)
  expect(performance.now() - begun).toBeLessThan(10_000)
  expect(silent.length).toBe(6)
  for (const end of silent) end()
})

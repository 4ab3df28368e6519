import { afterAll, beforeAll, expect, test } from 'vitest'
import { animalProject, type TestServer } from '../testing/server.ts'
import { objectsOf, passAgain, passed, pictureOf, placeOf, type S3, startWithStore } from './bucket.fixture.ts'

let server: TestServer
let s3: S3
beforeAll(async () => {
  ;({ server, s3 } = await startWithStore())
})
afterAll(async () => {
  await server.close()
  await s3.close()
})

const objects = 100_000

/** The first pass is written into the tables as it would have been: 100,000 pictures that are read take minutes and show nothing more. */
test('a pass over 100,000 objects that are as they were: at most 1 % of the requests of the first, and nothing is written', {
  timeout: 240_000,
}, async () => {
  const picture = pictureOf('all')
  for (let n = 0; n < objects; n++) {
    const key = `in/${String(n).padStart(6, '0')}.png`
    s3.objects.set(key, picture)
    s3.state.etags.set(key, `etag-${n}`)
  }
  const { id } = await animalProject(server.client)
  const params = { project_id: id }
  await server.client.putBucket({ params, body: { ...placeOf(s3), prefix: 'empty/' } })
  await passed(server, id)
  await server.client.pauseBucket({ params })
  await server.sql`
    insert into bucket_objects (project_id, key, etag, size_bytes, state, task_id)
    select ${id}, 'in/' || lpad(n::text, 6, '0') || '.png', 'etag-' || n, ${picture.length}, 'taken', gen_random_uuid()
    from generate_series(0, ${objects - 1}::int) n`
  await server.sql`update buckets set prefix = 'in/' where project_id = ${id}`
  await server.sql`analyze bucket_objects`
  await server.client.resumeBucket({ params })
  const [before] = await server.sql<
    { rows: string }[]
  >`select sum(xmin::text::bigint)::text as rows from bucket_objects where project_id = ${id}`
  const begun = performance.now()
  const { last_pass } = await passAgain(server, id, { timeoutMs: 100_000, everyMs: 500 })
  const seconds = (performance.now() - begun) / 1000
  const [after] = await server.sql<
    { rows: string }[]
  >`select sum(xmin::text::bigint)::text as rows from bucket_objects where project_id = ${id}`
  expect(last_pass).toMatchObject({ listed: objects, taken: 0, removed: 0, failed: 0 })
  // The first one asks for each object and each page.
  expect(last_pass?.requests).toBe(100)
  expect(last_pass!.requests / (objects + objects / 1000)).toBeLessThan(0.01)
  expect(after).toEqual(before)
  process.stdout.write(`100,000 objects as they were: ${last_pass?.requests} requests, ${seconds.toFixed(1)} s\n`)
  expect(seconds).toBeLessThan(90)

  const counted = performance.now()
  await server.client.readBucket({ params })
  process.stdout.write(`read with its figures in ${(performance.now() - counted).toFixed(0)} ms\n`)

  // What changed in them is found in a pass that costs hardly more.
  s3.objects.delete('in/050000.png')
  s3.objects.set('in/0.png', pictureOf('new'))
  s3.state.etags.set('in/099999.png', 'another')
  const changed = await passAgain(server, id, { timeoutMs: 100_000, everyMs: 500 })
  expect(changed.last_pass).toMatchObject({ requests: 102, taken: 2, removed: 1, replaced: 1, failed: 0 })
  expect((await objectsOf(server, id, 'removed')).map(({ key }) => key)).toEqual(['in/050000.png'])
})

test('pictures are read and made tasks at some hundred a second', { timeout: 120_000 }, async () => {
  s3.objects.clear()
  s3.state.etags.clear()
  const count = 3000
  for (let n = 0; n < count; n++) s3.objects.set(`first/${n}.png`, pictureOf(`first ${n}`))
  const { id } = await animalProject(server.client)
  const begun = performance.now()
  await server.client.putBucket({ params: { project_id: id }, body: { ...placeOf(s3), prefix: 'first/' } })
  const { last_pass } = await passed(server, id, null, { timeoutMs: 110_000 })
  expect(last_pass).toMatchObject({ listed: count, requests: count + 3, taken: count })
  const rate = count / ((performance.now() - begun) / 1000)
  process.stdout.write(`first pass: ${rate.toFixed(0)} pictures a second\n`)
  expect(rate).toBeGreaterThan(30)
})

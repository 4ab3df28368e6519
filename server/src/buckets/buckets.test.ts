import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { ask } from '../testing/ask.ts'
import { untilPast } from '../testing/past.ts'
import { animalProject, type TestServer, textProject } from '../testing/server.ts'
import {
  follow,
  keys,
  objectsOf,
  passAgain,
  passed,
  pictureOf,
  placeOf,
  type S3,
  startWithStore,
} from './bucket.fixture.ts'

let server: TestServer
let s3: S3
beforeAll(async () => {
  ;({ server, s3 } = await startWithStore())
})
afterAll(async () => {
  await server.close()
  await s3.close()
})
afterEach(() => {
  s3.objects.clear()
  s3.state.sizes.clear()
  s3.state.etags.clear()
  s3.state.trouble = () => false
})

const put = (...names: string[]) => {
  for (const name of names) s3.objects.set(name, pictureOf(name))
}
const tasksOf = async (project_id: number) => (await server.client.listTasks({ query: { project_id } })).data

describe('objects become tasks', () => {
  test('new ones, once, under their names, wherever they lie; what is called no picture is left alone', async () => {
    const odd = [
      'a/é ü.png',
      'a/b#c?d&e=f.png',
      "a/it's (1)!*.png",
      'a/blank blank.png',
      'a/🐱.png',
      'a/line\nbreak.png',
      'a/+plus%20.png',
      'a//two.png',
    ]
    put('cat.png', 'deep/er/dog.PNG', ...odd, 'notes.txt', '.hidden/x.png', 'folder.png/')
    const id = await follow(server, s3)
    const bucket = await passed(server, id)
    expect(bucket).toMatchObject({
      ...{ credentials: 'sealed', status: 'following', trouble: null, pass: null },
      objects: { taken: 10, failed: 0, waiting: 0, removed: 0, replaced: 0 },
      last_pass: { listed: 13, taken: 10, failed: 0, removed: 0, replaced: 0 },
    })
    const tasks = await tasksOf(id)
    expect(tasks.map(({ name }) => name).sort()).toEqual(['cat.png', 'deep/er/dog.PNG', ...odd].sort())
    expect(tasks[0]).toMatchObject({ status: 'open', metadata: { bucket: 'pictures' } })
    const before = s3.state.requests
    const again = await passAgain(server, id)
    expect(again.last_pass).toMatchObject({ listed: 13, requests: 1, taken: 0, failed: 0, removed: 0 })
    expect(s3.state.requests - before).toBe(1)
    expect(await tasksOf(id)).toHaveLength(10)
  })

  test('the same picture by two names, or sent by hand before, is one task', async () => {
    const { id } = await animalProject(server.client)
    const asset = await ask(`${server.url}/assets`, {
      key: server.key,
      headers: { 'content-type': 'image/png' },
      body: pictureOf('one'),
    })
    const task = await server.client.createTask({
      body: { project_id: id, task_spec: [{ image_with_animal: asset.json.value }], name: 'mine' },
    })
    s3.objects.set('x.png', pictureOf('one'))
    s3.objects.set('y.png', pictureOf('one'))
    await server.client.putBucket({ params: { project_id: id }, body: placeOf(s3) })
    await passed(server, id)
    expect((await tasksOf(id)).map((one) => [one.id, one.names])).toEqual([[task.id, ['mine', 'x.png', 'y.png']]])
    expect((await objectsOf(server, id, 'taken')).map(({ task_id }) => task_id)).toEqual([task.id, task.id])
  })

  test('prefix and pattern choose', async () => {
    put('in/a.png', 'in/deep/b.png', 'in/c.jpg', 'out/d.png')
    const id = await follow(server, s3, { prefix: 'in/', pattern: 'in/**/*.png' })
    await passed(server, id)
    expect((await objectsOf(server, id)).map(({ key }) => key)).toEqual(['in/a.png', 'in/deep/b.png'])
  })

  test('one that was written anew is another task, and the earlier one stays; one that is gone is told', async () => {
    put('a.png', 'b.png', 'c.png')
    const id = await follow(server, s3)
    await passed(server, id)
    const [before] = await objectsOf(server, id, 'taken')
    s3.objects.set('a.png', pictureOf('another'))
    s3.objects.delete('c.png')
    // Written again as it was, in parts: another ETag, and the same picture.
    s3.state.etags.set('b.png', 'd41d8cd98f00b204e9800998ecf8427e-3')
    const bucket = await passAgain(server, id)
    expect(bucket.last_pass).toMatchObject({ taken: 2, replaced: 1, removed: 1, failed: 0 })
    const [a] = await objectsOf(server, id, 'replaced')
    expect(a).toMatchObject({ key: 'a.png', state: 'taken', replaced_task_id: before?.task_id })
    expect(a?.task_id).not.toBe(before?.task_id)
    expect((await objectsOf(server, id, 'removed')).map(({ key }) => key)).toEqual(['c.png'])
    expect(await tasksOf(id)).toHaveLength(4)
    await untilPast(server.sql)
    const events = await server.client.listEvents({ query: { project_id: id, type: 'bucket.followed' } })
    expect(events.data.map(({ data }) => data)).toEqual([
      { project_id: id, taken: 3, replaced: 0, removed: 0, failed: 0 },
      { project_id: id, taken: 2, replaced: 1, removed: 1, failed: 0 },
    ])
    // It comes back as it was: nothing is read.
    put('c.png')
    const requests = s3.state.requests
    expect((await passAgain(server, id)).objects).toMatchObject({ taken: 3, removed: 0, replaced: 1 })
    expect(s3.state.requests - requests).toBe(1)
  })

  test('a task that was deleted does not come back by itself', async () => {
    put('a.png')
    const id = await follow(server, s3)
    await passed(server, id)
    const [object] = await objectsOf(server, id)
    await server.client.deleteTask({ params: { task_id: object?.task_id as string } })
    await passAgain(server, id)
    expect(await tasksOf(id)).toEqual([])
    expect(await objectsOf(server, id)).toMatchObject([{ state: 'taken', task_id: null }])
  })

  test('pages: of 2,300 objects each is read once, and a second pass asks three times', async () => {
    put(...Array.from({ length: 2300 }, (_, n) => `n/${n}.png`))
    const id = await follow(server, s3)
    const { last_pass } = await passed(server, id, null, { timeoutMs: 60_000 })
    expect(last_pass).toMatchObject({ listed: 2300, requests: 2303, taken: 2300 })
    // Out of the middle, and from the end of a page.
    for (const name of ['n/1000.png', 'n/1899.png', 'n/999.png']) s3.objects.delete(name)
    expect((await passAgain(server, id)).last_pass).toMatchObject({ listed: 2297, requests: 3, removed: 3, taken: 0 })
  }, 90_000)
})

describe('what cannot be taken is told, and the rest goes on', () => {
  test('too large (never read), no picture, forbidden, vanished, a name that no address has', async () => {
    put('good.png', 'huge.png', 'text.png', 'forbidden.png', 'gone.png', 'up/../x.png')
    s3.objects.set('text.png', Buffer.from('this is no picture'))
    s3.state.sizes.set('huge.png', 10e9)
    const asked: string[] = []
    s3.state.trouble = (request, response) => {
      asked.push(request.url ?? '')
      const name = /(forbidden|gone)\.png/.exec(request.url ?? '')?.[1]
      if (!name) return false
      const [status, code] = name === 'gone' ? [404, 'NoSuchKey'] : [403, 'AccessDenied']
      response.writeHead(status as number).end(`<Error><Code>${code}</Code></Error>`)
      return true
    }
    const id = await follow(server, s3)
    const bucket = await passed(server, id)
    expect(bucket.last_pass).toMatchObject({ taken: 1, failed: 5 })
    const failed = await objectsOf(server, id, 'failed')
    expect(failed.map(({ key, code }) => [key, code])).toEqual([
      ['forbidden.png', 'forbidden'],
      ['gone.png', 'vanished'],
      ['huge.png', 'too_large'],
      ['text.png', 'unsupported_image'],
      ['up/../x.png', 'unreachable_name'],
    ])
    expect(failed[2]?.detail).toBe(
      'The object has 10000.0 MB; pictures of at most 20.0 MB are taken. It was not read. Put a smaller one there.',
    )
    expect(asked.join(' ')).not.toContain('huge.png')

    // By itself the next pass tries what may be otherwise: not bytes that are the same.
    s3.state.trouble = () => false
    const { sql } = server
    await sql`update buckets set due_at = now() where project_id = ${id}`
    server.running.server.wake('buckets')
    const second = await passed(server, id, bucket.last_pass?.finished_at)
    expect(second.last_pass).toMatchObject({ taken: 2, failed: 0, requests: 3 })
    // Asked for by a person, everything.
    expect((await passAgain(server, id)).last_pass).toMatchObject({ taken: 0, failed: 2, requests: 2 })
  })

  test('a body that is shorter than its length is tried again, then left for the next pass', async () => {
    put('a.png', 'b.png')
    let cuts = 0
    s3.state.trouble = (request, response) => {
      if (!request.url?.includes('b.png')) return false
      cuts++
      response.writeHead(200, { 'content-length': 5000 }).write('short')
      setTimeout(() => response.destroy(), 5)
      return true
    }
    const id = await follow(server, s3)
    await expect.poll(async () => (await objectsOf(server, id, 'taken')).length).toBe(1)
    const rested = async () => (await server.client.readBucket({ params: { project_id: id } })).trouble
    await expect.poll(rested).toMatchObject({ code: 'unavailable' })
    expect(await objectsOf(server, id, 'waiting')).toMatchObject([{ key: 'b.png' }])
    expect(cuts).toBeGreaterThanOrEqual(3)
    s3.state.trouble = () => false
    expect((await passAgain(server, id)).objects).toMatchObject({ taken: 2, failed: 0 })
  })
})

describe('what the store does', () => {
  const troubleOf = async (projectId: number) => {
    const read = async () => (await server.client.readBucket({ params: { project_id: projectId } })).trouble
    await expect.poll(read).not.toBeNull()
    return (await read()) as { code: string; detail: string }
  }
  const says = (status: number, body: string, headers: Record<string, string> = {}) => {
    s3.state.trouble = (_, response) => {
      response.writeHead(status, headers).end(body)
      return true
    }
  }

  test.each([
    ['wrong_credentials', { credentials: { ...keys, secret_access_key: 'wrong' } }],
    ['no_bucket', { bucket: 'another' }],
  ])('%s is said at the check, with the field, and while it is followed', async (code, wrong) => {
    const { id } = await animalProject(server.client)
    const params = { project_id: id }
    const body = { ...placeOf(s3), ...wrong }
    const refused = await ask(`${server.url}/projects/${id}/bucket/checks`, { key: server.key, json: body })
    expect(refused.problem).toMatchObject({ status: 422, errors: [{ pointer: `/${Object.keys(wrong)[0]}`, code }] })
    await server.client.putBucket({ params, body })
    expect((await troubleOf(id)).code).toBe(code)
    await untilPast(server.sql)
    const events = await server.client.listEvents({ query: { project_id: id, type: 'bucket.troubled' } })
    expect(events.data).toMatchObject([{ data: { code } }])
    // Mended: the pass begins at once.
    put('a.png')
    await server.client.putBucket({ params, body: placeOf(s3) })
    expect(await passed(server, id)).toMatchObject({ trouble: null, objects: { taken: 1 } })
  })

  test.each([
    [
      'a redirect is not followed',
      301,
      '',
      { location: 'http://169.254.169.254/latest/', 'x-amz-bucket-region': 'eu-far-9' },
      'redirected',
      /eu-far-9/,
    ],
    [
      'entities are not read',
      200,
      '<!DOCTYPE x [<!ENTITY a "b">]><ListBucketResult></ListBucketResult>',
      {},
      'no_listing',
      /no S3/,
    ],
    ['another page is no listing', 200, '<html>Welcome</html>', {}, 'no_listing', /no S3/],
    ['an endless list is cut', 200, `<ListBucketResult>${'<Contents>'.repeat(700_000)}`, {}, 'too_large', /./],
    [
      'an object without a size',
      200,
      '<ListBucketResult><Contents><Key>a</Key></Contents></ListBucketResult>',
      {},
      'no_listing',
      /./,
    ],
    [
      'a page that says there is more, and nothing',
      200,
      '<ListBucketResult><IsTruncated>true</IsTruncated></ListBucketResult>',
      {},
      'endless_listing',
      /order/,
    ],
    [
      'a list in no order',
      200,
      '<ListBucketResult><Contents><Key>b</Key><Size>1</Size></Contents><Contents><Key>a</Key><Size>1</Size></Contents></ListBucketResult>',
      {},
      'endless_listing',
      /order/,
    ],
  ])('%s', async (_, status, body, headers, code, words) => {
    says(status, body, headers as Record<string, string>)
    const begun = performance.now()
    const id = await follow(server, s3)
    const trouble = await troubleOf(id)
    expect(trouble.code).toBe(code)
    expect(trouble.detail).toMatch(words)
    expect(performance.now() - begun).toBeLessThan(10_000)
    await server.client.deleteBucket({ params: { project_id: id } })
  })

  test('100 MB of XML are not read to their end', async () => {
    let sent = 0
    s3.state.trouble = (_, response) => {
      response.writeHead(200)
      const more = () => {
        while (!response.destroyed && sent < 100e6) {
          sent += 65_536
          if (!response.write('<Contents>'.repeat(6554))) return response.once('drain', more)
        }
        return response.end()
      }
      more()
      return true
    }
    const id = await follow(server, s3)
    expect((await troubleOf(id)).code).toBe('too_large')
    expect(sent).toBeLessThan(30e6)
  })

  test('the same page again and again ends the pass', async () => {
    const page = Array.from(
      { length: 3 },
      (_, n) => `<Contents><Key>${n}.txt</Key><Size>1</Size><ETag>x</ETag></Contents>`,
    ).join('')
    says(200, `<ListBucketResult><IsTruncated>true</IsTruncated>${page}</ListBucketResult>`)
    const before = s3.state.requests
    const id = await follow(server, s3)
    expect((await troubleOf(id)).code).toBe('endless_listing')
    expect(s3.state.requests - before).toBeLessThan(5)
  })

  test('503 SlowDown: it is left alone, then goes on from where it was', async () => {
    put('a.png')
    says(503, '<Error><Code>SlowDown</Code></Error>')
    const before = s3.state.requests
    const id = await follow(server, s3)
    expect(await troubleOf(id)).toMatchObject({ code: 'busy', detail: expect.stringContaining('left alone') })
    expect(s3.state.requests - before).toBe(3)
    s3.state.trouble = () => false
    const bucket = await passAgain(server, id)
    expect(bucket).toMatchObject({ trouble: null, objects: { taken: 1 } })
  })

  test('a bucket that everybody may read is asked without a signature', async () => {
    let signed: unknown = 'not asked'
    s3.state.trouble = (request, response) => {
      signed = request.headers.authorization
      response.end('<ListBucketResult></ListBucketResult>')
      return true
    }
    const id = await follow(server, s3, { credentials: null })
    expect(await passed(server, id)).toMatchObject({ credentials: 'none' })
    expect(signed).toBeUndefined()
  })
})

describe('settings', () => {
  test('the check shows what would come, and keeps nothing', async () => {
    put(...Array.from({ length: 12 }, (_, n) => `p/${String(n).padStart(2, '0')}.png`), 'p/notes.txt')
    const { id } = await animalProject(server.client)
    const params = { project_id: id }
    const check = await server.client.checkBucket({ params, body: { ...placeOf(s3), prefix: 'p/' } })
    expect(check).toMatchObject({ fitting: 12, listed: 13, more: false, readable: true, unreadable_reason: null })
    expect(check.objects.map(({ key }) => key)).toEqual(
      Array.from({ length: 10 }, (_, n) => `p/${String(n).padStart(2, '0')}.png`),
    )
    expect(check.objects[0]).toMatchObject({
      size_bytes: pictureOf('p/00.png').length,
      etag: expect.stringMatching(/^[0-9a-f]{32}$/),
    })
    expect((await ask(`${server.url}/projects/${id}/bucket`, { key: server.key })).status).toBe(404)
  })

  test('credentials are sealed, never shown, and not sent to another endpoint without being given again', async () => {
    const id = await follow(server, s3)
    await passed(server, id)
    const params = { project_id: id }
    const { credentials: _, ...place } = placeOf(s3)
    const { secret_access_key: secret } = keys
    const shown = await ask(`${server.url}/projects/${id}/bucket`, { key: server.key })
    expect(shown.text).not.toContain(secret)
    expect(shown.text).not.toContain(keys.access_key_id)
    const [row] = await server.sql<
      { text: string; sealed: Buffer }[]
    >`select b::text as text, sealed from buckets b where project_id = ${id}`
    expect(row?.text).not.toContain(secret)
    expect(row?.sealed.toString('latin1')).not.toContain(secret)

    // The same place with other settings needs none.
    await server.client.putBucket({ params, body: { ...place, interval_minutes: 5 } })
    expect(await passed(server, id)).toMatchObject({ credentials: 'sealed', trouble: null })
    const elsewhere = { ...place, endpoint: 'https://s3.example.org' }
    for (const path of ['', '/checks'])
      expect(
        (
          await ask(`${server.url}/projects/${id}/bucket${path}`, {
            method: path ? 'POST' : 'PUT',
            key: server.key,
            json: elsewhere,
          })
        ).problem,
      ).toMatchObject({ status: 422, errors: [{ pointer: '/credentials' }] })
    // Copied into another project's row they do not open.
    const other = await follow(server, s3)
    await passed(server, other)
    await server.sql`update buckets set sealed = ${row?.sealed as Buffer}, due_at = now() where project_id = ${other}`
    server.running.server.wake('buckets')
    await expect
      .poll(async () => (await server.client.readBucket({ params: { project_id: other } })).trouble?.code)
      .toBe('no_credentials')
  })

  test.each([
    'http://169.254.169.254',
    'http://127.0.0.1:1',
    'http://localhost',
    'file:///etc/passwd',
    'https://user:word@example.org',
    'https://example.org/?x=1',
  ])('the endpoint %s is refused at once', async (endpoint) => {
    const { id } = await animalProject(server.client)
    for (const [method, path] of [
      ['PUT', ''],
      ['POST', '/checks'],
    ] as const) {
      const { problem } = await ask(`${server.url}/projects/${id}/bucket${path}`, {
        method,
        key: server.key,
        json: { ...placeOf(s3), endpoint },
      })
      expect(problem).toMatchObject({ status: 422, errors: [{ pointer: '/endpoint' }] })
    }
  })

  test('a form without one field for pictures is told', async () => {
    const { id } = await textProject(server.client)
    const { problem } = await ask(`${server.url}/projects/${id}/bucket`, {
      method: 'PUT',
      key: server.key,
      json: placeOf(s3),
    })
    expect(problem.errors).toMatchObject([{ pointer: '/field', code: 'no_field' }])
  })

  test('paused: nothing is asked; an archived project neither', async () => {
    const id = await follow(server, s3)
    await passed(server, id)
    const params = { project_id: id }
    expect(await server.client.pauseBucket({ params })).toMatchObject({ status: 'paused', next_pass_at: null })
    const refused = await ask(`${server.url}/projects/${id}/bucket/passes`, { method: 'POST', key: server.key })
    expect(refused.problem.code).toBe('conflict')
    await server.client.archiveProject({ params })
    await server.client.resumeBucket({ params })
    const before = s3.state.requests
    server.running.server.wake('buckets')
    await new Promise((resolve) => setTimeout(resolve, 300))
    expect(s3.state.requests).toBe(before)
    const { last_pass } = await server.client.readBucket({ params })
    await server.client.unarchiveProject({ params })
    server.running.server.wake('buckets')
    await passed(server, id, last_pass?.finished_at)
  })

  test('a project that is deleted takes the credentials with it at once, and everything else in a while', async () => {
    put('a.png')
    const id = await follow(server, s3)
    await passed(server, id)
    const owner = await server.makePerson({ workspaceId: server.running.workspaceId, role: 'owner' })
    const left = () => server.sql`select 1 from buckets where project_id = ${id} and sealed is not null`
    expect(await left()).toHaveLength(1)
    await owner.client.deleteProject({ params: { project_id: id } })
    expect(await left()).toHaveLength(0)
    const rows = () => server.sql`
      select project_id from bucket_objects where project_id = ${id} union all select project_id from buckets where project_id = ${id}`
    await expect.poll(rows).toHaveLength(0)
  })

  test('who follows it no more keeps the tasks', async () => {
    put('a.png')
    const id = await follow(server, s3)
    await passed(server, id)
    await server.client.deleteBucket({ params: { project_id: id } })
    expect(await tasksOf(id)).toHaveLength(1)
    expect(await server.sql`select 1 from bucket_objects where project_id = ${id}`).toHaveLength(0)
  })
})

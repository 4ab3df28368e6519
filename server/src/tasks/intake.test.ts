import { createHash } from 'node:crypto'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { draw, drawFrames, pngChunk, pngOf } from '../assets/picture.fixture.ts'
import { ask, type Reply } from '../testing/ask.ts'
import { animalProject, startTestServer, type TestServer, textProject } from '../testing/server.ts'

let server: TestServer
let pictures: { png: Buffer; jpeg: Buffer; gif: Buffer; webp: Buffer }
let projectId: number
/** A host of pictures on loopback, which the operator has opened. */
const host = createServer((request, response) => {
  const name = new URL(request.url ?? '/', 'http://x').pathname.slice(1)
  if (name === 'moved') return response.writeHead(302, { location: 'http://127.0.0.1:1/cat' }).end()
  const bytes = name === 'html' ? Buffer.from('<html>') : (pictures as Record<string, Buffer>)[name]
  if (!bytes) return response.writeHead(404).end()
  return response.writeHead(200, { 'content-type': 'image/png' }).end(bytes)
})
let hostUrl: string

beforeAll(async () => {
  pictures = {
    png: await draw().png().toBuffer(),
    jpeg: await draw().jpeg().toBuffer(),
    gif: await draw().gif().toBuffer(),
    webp: await draw().webp().toBuffer(),
  }
  await new Promise<void>((resolve) => host.listen(0, '127.0.0.1', resolve))
  const { port } = host.address() as AddressInfo
  hostUrl = `http://127.0.0.1:${port}`
  server = await startTestServer({
    EGRESS_SHOW_REPLIES: 'true',
    EGRESS_ALLOW: `127.0.0.1:${port}`,
    MAX_PICTURE_MB: '2',
    MAX_BODY_MB: '4',
  })
  projectId = (await animalProject(server.client)).id
})
afterAll(async () => {
  host.close()
  await server.close()
})

const uri = (bytes: Buffer, type = 'image/png') => `data:${type};base64,${bytes.toString('base64')}`
const send = (task: object, more: object = {}) =>
  ask(`${server.url}/tasks`, { key: server.key, json: { project_id: projectId, ...task }, ...more })
const sendPicture = (value: unknown, more: object = {}) => send({ task_spec: [{ image_with_animal: value }], ...more })

async function counts() {
  const [row] = await server.sql<Record<string, number>[]>`
    select (select count(*)::int from tasks) as tasks, (select count(*)::int from items) as items,
           (select count(*)::int from events where type = 'task.created') as events,
           (select count(*)::int from receipts) as receipts`
  return row
}

/** Sends it and checks the refusal: where, why, in words; and that nothing half-made is left. */
async function refused(sent: () => Promise<Reply>, status: number, code: string, pointer: string, fieldCode: string) {
  const before = await counts()
  const { problem, text } = await sent()
  expect(problem, text.slice(0, 300)).toMatchObject({ status, code })
  expect(problem.errors?.[0], text.slice(0, 300)).toMatchObject({ pointer, code: fieldCode })
  expect(problem.detail).toMatch(/^.{20,500}[.!?)]$/su)
  expect(problem.errors?.[0]?.detail).toMatch(/[.!?]$/)
  expect(await counts()).toEqual(before)
}

const field = '/task_spec/0/image_with_animal'

describe('pictures that are taken', () => {
  test('U-01 the same bytes by base64, raw body, form and address are one object', async () => {
    for (const [name, bytes] of Object.entries(pictures)) {
      const sha256 = createHash('sha256').update(bytes).digest('hex')
      const form = new FormData()
      form.set('file', new Blob([new Uint8Array(bytes)], { type: `image/${name}` }), 'a.bin')
      const raw = { key: server.key, body: bytes, headers: { 'content-type': `image/${name}` } }
      const uploads = [
        await ask(`${server.url}/assets`, raw),
        await ask(`${server.url}/assets`, raw),
        await ask(`${server.url}/assets`, { key: server.key, body: form }),
      ]
      expect(uploads.map(({ status, json }) => [status, json.sha256, json.deduplicated])).toEqual([
        [201, sha256, false],
        [201, sha256, true],
        [201, sha256, true],
      ])
      for (const value of [uri(bytes, `image/${name}`), `${hostUrl}/${name}`, `asset:${sha256}`]) {
        const made = await sendPicture(value)
        expect(made.json, value.slice(0, 50)).toMatchObject({ task_spec: [{ image_with_animal: `asset:${sha256}` }] })
        expect(made.status).toBe(201)
      }
      const original = await fetch(`${server.url}/assets/${sha256}`, { headers: { authorization: server.key } })
      expect(original.headers.get('content-type')).toBe(`image/${name}`)
      expect(Buffer.from(await original.arrayBuffer()).equals(bytes)).toBe(true)
    }
    expect(await server.sql`select count(*)::int from assets`).toEqual([{ count: 4 }])
  })

  test('U-02 a PNG that is called a JPEG, as the article does: taken as what it is, with a word', async () => {
    const { status, json } = await sendPicture(uri(pictures.png, 'image/jpeg'))
    expect(status).toBe(201)
    expect(json.warnings).toMatchObject([{ pointer: field, code: 'declared_type_mismatch' }])
    const strict = await animalProject(server.client, { strict_types: true })
    await refused(
      () => sendPicture(uri(pictures.png, 'image/jpeg'), { project_id: strict.id }),
      422,
      'invalid',
      field,
      'declared_type_mismatch',
    )
    expect((await sendPicture(uri(pictures.png), { project_id: strict.id })).json.warnings).toEqual([])
  })

  test('U-04 base64 in lines of 76, with either line end', async () => {
    for (const end of ['\n', '\r\n']) {
      const lines = pictures.jpeg.toString('base64').replace(/.{76}/g, `$&${end}`)
      expect((await sendPicture(`data:image/jpeg;base64,${lines}`)).status).toBe(201)
    }
  })

  test('U-13 a pixel; U-18 frames', async () => {
    expect((await sendPicture(uri(await sharp(pictures.png).resize(1, 1).png().toBuffer()))).status).toBe(201)
    const frames = await drawFrames(3)
      .gif({ delay: [10, 10, 10] })
      .toBuffer()
    const { json } = await sendPicture(uri(frames, 'image/gif'))
    const sha256 = (json.task_spec as Record<string, string>[])[0]?.image_with_animal?.slice(6) as string
    expect(await server.sql`select animated from assets where sha256 = ${sha256}`).toEqual([{ animated: true }])
  })
})

describe('pictures that are not taken', () => {
  const b64 = (text: string) => `data:image/png;base64,${text}`
  test.each<[string, string, number, string, string]>([
    ['U-03 letters that are not base64', b64('!!!!'), 422, 'invalid', 'invalid_base64'],
    ['U-03 percent signs', b64('%%%'), 422, 'invalid', 'invalid_base64'],
    ['U-03 nothing', b64(''), 422, 'empty_image', 'empty_image'],
    ['U-04 something behind the padding', b64('aGk=trailing'), 422, 'invalid', 'invalid_base64'],
    ['U-04 too much padding', b64('aGk=='), 422, 'invalid', 'invalid_base64'],
    ['U-04 blanks inside', b64('aG k='), 422, 'invalid', 'invalid_base64'],
    ['U-04 padding in front', b64('=aGk'), 422, 'invalid', 'invalid_base64'],
    ['U-06 HTML', 'data:text/html;base64,aGk=', 415, 'unsupported_image', 'unsupported_media_type'],
    ['U-06 SVG', 'data:image/svg+xml;base64,aGk=', 415, 'unsupported_image', 'unsupported_media_type'],
    ['U-06 no type', 'data:;base64,aGk=', 415, 'unsupported_image', 'unsupported_media_type'],
    ['U-06 no base64', 'data:image/png,rawtext', 415, 'unsupported_image', 'unsupported_media_type'],
    ['U-06 shouted', 'DATA:IMAGE/PNG;BASE64,aGk=', 422, 'corrupt_image', 'corrupt_image'],
    [
      'U-07 a megabyte of parameters',
      `data:image/png${';a=b'.repeat(250_000)};base64,aGk=`,
      422,
      'invalid',
      'invalid_data_uri',
    ],
    ['P-08 a path', '/etc/passwd', 422, 'invalid', 'invalid_picture'],
    ['P-08 another store', 's3://other-bucket/key', 422, 'invalid', 'blocked_scheme'],
    ['S-09 a file', 'file:///etc/passwd', 422, 'invalid', 'blocked_scheme'],
    ['S-09 a script', 'javascript:alert(1)', 422, 'invalid', 'blocked_scheme'],
    ['S-01 the database', 'http://127.0.0.1:5432/', 422, 'invalid', 'blocked_address'],
    ['S-01 loopback by name', 'http://localhost./', 422, 'invalid', 'blocked_address'],
    ['S-02 loopback as a number', 'http://2130706433/', 422, 'invalid', 'blocked_address'],
    ['S-04 loopback in IPv6', 'http://[::ffff:7f00:1]/', 422, 'invalid', 'blocked_address'],
    ['S-07 the cloud’s secrets', 'http://169.254.169.254/latest/', 422, 'invalid', 'blocked_address'],
    ['S-11 a port', 'http://example.org:22/', 422, 'invalid', 'blocked_port'],
    ['a picture that nobody sent', `asset:${'0'.repeat(64)}`, 422, 'invalid', 'unknown_asset'],
    ['half a hash', 'asset:1234', 422, 'invalid', 'invalid_asset'],
    ['a hash in capitals', `asset:${'A'.repeat(64)}`, 422, 'invalid', 'invalid_asset'],
  ])('%s', async (name, value, status, code, fieldCode) => {
    const start = performance.now()
    await refused(
      () => sendPicture(value),
      status,
      code,
      name.startsWith('a picture that') ? '/task_spec' : field,
      fieldCode,
    )
    expect(performance.now() - start).toBeLessThan(8000)
  })

  test.each<[string, () => Buffer | Promise<Buffer>, number, string]>([
    ['U-08 text', () => Buffer.from('just a text, long enough'), 415, 'unsupported_image'],
    ['U-08 a ZIP', () => Buffer.from('PK\x03\x04aaaaaaaaaaaaaaaaaaaa'), 415, 'unsupported_image'],
    [
      'U-09 an SVG with a script',
      () => Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script/></svg>'),
      415,
      'unsupported_image',
    ],
    ['U-11 half a PNG', () => pictures.png.subarray(0, pictures.png.length / 2), 422, 'corrupt_image'],
    ['U-11 half a JPEG', () => pictures.jpeg.subarray(0, pictures.jpeg.length / 2), 422, 'corrupt_image'],
    ['U-11 half a WebP', () => pictures.webp.subarray(0, pictures.webp.length / 2), 422, 'corrupt_image'],
    ['U-11 half a GIF', () => pictures.gif.subarray(0, pictures.gif.length / 2), 422, 'corrupt_image'],
    ['U-12 one byte', () => Buffer.from([0xff]), 422, 'corrupt_image'],
    ['U-12 the first bytes only', () => Buffer.from([0xff, 0xd8, 0xff]), 422, 'corrupt_image'],
    [
      'U-26 256 million pixels',
      () => pngOf({ width: 16_000, height: 16_000 }, Buffer.alloc(100)),
      422,
      'too_many_pixels',
    ],
    [
      'U-27 a header that lies',
      () => pngOf({ width: 2 ** 31 - 1, height: 2 ** 31 - 1 }, Buffer.alloc(100)),
      422,
      'too_many_pixels',
    ],
    ['U-13 a strip', () => sharp(pictures.png).resize(2000, 2, { fit: 'fill' }).png().toBuffer(), 422, 'invalid'],
    [
      'more than 2 MB',
      () => pngOf({ width: 1, height: 1 }, Buffer.alloc(10), [pngChunk('tEXt', Buffer.alloc(2_000_001))]),
      413,
      'too_large',
    ],
  ])('%s', async (_, make, status, code) => {
    const bytes = await make()
    await refused(() => sendPicture(uri(bytes)), status, code, field, code)
    // The same through the other door.
    const raw = await ask(`${server.url}/assets`, {
      key: server.key,
      body: bytes,
      headers: { 'content-type': 'image/png' },
    })
    expect(raw.problem).toMatchObject({ status, code })
    const sha256 = createHash('sha256').update(bytes).digest('hex')
    expect(await server.sql`select from assets where sha256 = ${sha256}`).toEqual([])
  })

  test('S-20 an address that gives HTML; S-15 one that leads inside; one that gives nothing', async () => {
    await refused(() => sendPicture(`${hostUrl}/html`), 422, 'corrupt_image', field, 'corrupt_image')
    await refused(() => sendPicture(`${hostUrl}/moved`), 422, 'invalid', field, 'blocked_address')
    await refused(() => sendPicture(`${hostUrl}/absent`), 422, 'invalid', field, 'http_status')
  })

  test('I-04 a picture of another workspace is unknown, by name and by bytes', async () => {
    const other = await server.makeWorkspace()
    const bytes = await sharp(pictures.png).negate().png().toBuffer()
    const { json } = await ask(`${server.url}/assets`, {
      key: other.key,
      body: bytes,
      headers: { 'content-type': 'image/png' },
    })
    await refused(() => sendPicture(json.value), 422, 'invalid', '/task_spec', 'unknown_asset')
    const mine = await ask(`${server.url}/assets`, {
      key: server.key,
      body: bytes,
      headers: { 'content-type': 'image/png' },
    })
    expect(mine.json.deduplicated).toBe(false)
  })
})

describe('the form of a task', () => {
  test.each<[string, object, string, string]>([
    ['no items', { task_spec: [] }, '/task_spec', 'too_small'],
    ['51 items', { task_spec: Array(51).fill({ image_with_animal: 'x' }) }, '/task_spec', 'too_big'],
    ['an item that is a list', { task_spec: [[]] }, '/task_spec/0', 'wrong_type'],
    ['a picture that is missing', { task_spec: [{}] }, field, 'required'],
    ['a picture that is null', { task_spec: [{ image_with_animal: null }] }, field, 'required'],
    ['a picture that is a number', { task_spec: [{ image_with_animal: 7 }] }, field, 'wrong_type'],
    [
      'U-41 a field with a typo',
      { task_spec: [{ image_with_anmal: 'x' }] },
      '/task_spec/0/image_with_anmal',
      'unknown_field',
    ],
    ['U-41 a setting with a typo', { task_spec: [{}], redundnacy: 3 }, '/redundnacy', 'unknown_field'],
    ['a name of 1001 characters', { task_spec: [{}], name: 'x'.repeat(1001) }, '/name', 'invalid'],
    ['a name with NUL', { task_spec: [{}], name: 'a\0.png' }, '/name', 'invalid'],
    [
      '51 notes',
      { task_spec: [{}], metadata: Object.fromEntries(Array.from({ length: 51 }, (_, n) => [`k${n}`, ''])) },
      '/metadata',
      'invalid',
    ],
    ['a note that is an object', { task_spec: [{}], metadata: { a: { b: 1 } } }, '/metadata/a', 'wrong_type'],
    ['a note with more digits than are kept', { task_spec: [{}], metadata: { a: 2 ** 53 } }, '/metadata/a', 'invalid'],
    ['a note with a lone surrogate', { task_spec: [{}], metadata: { a: '\ud800' } }, '/metadata/a', 'invalid'],
    ['an external_id of blanks', { task_spec: [{}], external_id: '  ' }, '/external_id', 'invalid'],
    ['an external_id of 201 characters', { task_spec: [{}], external_id: 'x'.repeat(201) }, '/external_id', 'invalid'],
    ['a project that is a text', { project_id: '1', task_spec: [{}] }, '/project_id', 'wrong_type'],
    ['U-37 a project beyond all numbers', { project_id: 2 ** 53, task_spec: [{}] }, '/project_id', 'too_big'],
    ['U-37 half a project', { project_id: 1.5, task_spec: [{}] }, '/project_id', 'wrong_type'],
  ])('%s', (_, task, pointer, code) => refused(() => send(task), 422, 'invalid', pointer, code))

  test('B13 notes are JSON scalars, and come back as they were sent', async () => {
    const metadata = { id: 17, half: 0.5, ok: true, no: false, nothing: null, text: '17' }
    const project_id = (await textProject(server.client)).id
    const { json } = await send({ project_id, task_spec: [{ sentence: 'x' }], metadata })
    expect(json.metadata).toEqual(metadata)
    expect((await server.client.readTask({ params: { task_id: json.id as string } })).metadata).toEqual(metadata)
  })

  test('F27 F28 a key that stands twice, and __proto__, are refused and not lost', async () => {
    const headers = { 'content-type': 'application/json' }
    const project_id = (await textProject(server.client)).id
    const post = (body: string) => ask(`${server.url}/tasks`, { key: server.key, body, headers })
    for (const body of [
      `{"project_id":${project_id},"project_id":${project_id},"task_spec":[{"sentence":"x"}]}`,
      `{"project_id":${project_id},"task_spec":[{"sentence":"x","\\u0073entence":"y"}]}`,
      `{"project_id":${project_id},"task_spec":[{"sentence":"x"}],"__proto__":{"name":"y"}}`,
      `{"project_id":${project_id},"task_spec":[{"sentence":"x"}],"metadata":{"__proto__":"y"}}`,
    ])
      expect([body, (await post(body)).problem?.code]).toEqual([body, 'bad_request'])
    const task_spec = [{ sentence: '"a\\":' }, { sentence: '{"a":1,"a":2}' }]
    const fine = JSON.stringify({ project_id, task_spec })
    expect((await post(fine)).status).toBe(201)
  })

  test('U-37 numbers that JSON has no words for', async () => {
    for (const [number, status] of [
      ['NaN', 400],
      ['Infinity', 400],
      ['1e999', 422],
      ['-0', 422],
      ['9007199254740993', 422],
    ] as const) {
      const body = `{"project_id":${number},"task_spec":[{}]}`
      const headers = { 'content-type': 'application/json' }
      expect((await ask(`${server.url}/tasks`, { key: server.key, body, headers })).status, number).toBe(status)
    }
  })

  test('a project that is not there, or is archived; a paused one takes tasks', async () => {
    await refused(() => sendPicture('x', { project_id: 2_000_000 }), 404, 'not_found', '/project_id', 'unknown_project')
    const other = await textProject(server.client)
    const params = { project_id: other.id }
    await server.client.pauseProject({ params })
    const task = { project_id: other.id, task_spec: [{ sentence: 'x' }] }
    expect((await send(task)).status).toBe(201)
    await server.client.archiveProject({ params })
    expect((await send(task)).problem.code).toBe('project_closed')
  })

  test('50 items, with faults in three of them: all three are named, nothing is made', async () => {
    const project_id = (await textProject(server.client)).id
    const task_spec = Array.from({ length: 50 }, (_, n) =>
      [7, 8, 40].includes(n) ? { sentense: 'x' } : { sentence: `${n}` },
    )
    const { problem } = await send({ project_id, task_spec })
    expect(new Set(problem.errors?.map(({ pointer }) => pointer.split('/')[2]))).toEqual(new Set(['7', '8', '40']))
    const good = await send({ project_id, task_spec: task_spec.map((_, n) => ({ sentence: `${n}` })) })
    expect(good.json.task_spec).toHaveLength(50)
  })

  test('P-09 what storage means is nobody’s field', async () => {
    for (const name of ['storage', 'bucket', 'path', 'object_key', 'id', 'status', 'workspace_id', 'answers_wanted'])
      await refused(() => send({ task_spec: [{}], [name]: 'x' }), 422, 'invalid', `/${name}`, 'unknown_field')
  })
})

describe('texts and names', () => {
  let texts: number
  beforeAll(async () => {
    texts = (await textProject(server.client)).id
  })
  const sendText = (sentence: string, more: object = {}) =>
    send({ project_id: texts, task_spec: [{ sentence }], ...more })
  const sentence = '/task_spec/0/sentence'

  test('U-35 what cannot be stored or read is refused', async () => {
    for (const text of ['', '   ', '\n']) await refused(() => sendText(text), 422, 'invalid', sentence, 'required')
    for (const text of ['a\0b', '\ud800', 'x\udc00x', '\udc00\ud800'])
      await refused(() => sendText(text), 422, 'invalid', sentence, 'invalid_text')
    await refused(() => sendText('x'.repeat(10_001)), 422, 'invalid', sentence, 'too_long')
    await refused(() => sendText('x'.repeat(1_000_000)), 422, 'invalid', sentence, 'too_long')
  })

  test.each([
    ['10,000 emoji, counted as people count', '🐈'.repeat(10_000)],
    ['U+FFFE', 'a\ufffeb'],
    ['10,000 combining marks', `a${'\u0301'.repeat(9_999)}`],
    ['right to left only', '\u202eشحر'],
    ['markup', '<script>alert(1)</script>{{7*7}}'],
    ['SQL', "'; drop table tasks; --"],
  ])('U-35 stored as they are: %s', async (_, text) => {
    const { status, json } = await sendText(text)
    expect(status).toBe(201)
    const { task_spec } = await server.client.readTask({ params: { task_id: json.id as string } })
    expect(task_spec).toEqual([{ sentence: text }])
  })

  test.each([
    '../../etc/passwd',
    '..\\..\\x',
    'C:\\x',
    '/abs',
    'CON',
    '.htaccess',
    'x'.repeat(300),
    '   ',
    'dot.',
    '=cmd()',
    '"><img src=x onerror=alert(1)>',
  ])('U-32 a name is text and nothing else: %s', async (name) => {
    const { status, json } = await sendText('x', { name, metadata: { [name.slice(0, 100)]: name } })
    expect(status).toBe(201)
    const task = await server.client.readTask({ params: { task_id: json.id as string } })
    expect(task).toMatchObject({ name, metadata: { [name.slice(0, 100)]: name } })
  })

  test('U-34 names that look alike are two names', async () => {
    for (const name of ['e\u0301.png', 'é.png', 'É.PNG']) expect((await sendText('x', { name })).json.name).toBe(name)
    const ids = ['e\u0301', 'é'].map((external_id) => sendText('x', { external_id }))
    expect((await Promise.all(ids)).map(({ status }) => status)).toEqual([201, 201])
  })
})

describe('external_id', () => {
  let texts: number
  beforeAll(async () => {
    texts = (await textProject(server.client)).id
  })
  const sendAs = (external_id: string, sentence = 'x', url = server.url) =>
    ask(`${url}/tasks`, { key: server.key, json: { project_id: texts, external_id, task_spec: [{ sentence }] } })

  test('the same again is the same task; U-42 other content is a conflict that names the task', async () => {
    const first = await sendAs('one')
    const again = await sendAs('one')
    expect([first.status, again.status]).toEqual([201, 200])
    expect(again.json).toEqual({ ...first.json, deduplicated: true })
    const other = await sendAs('one', 'other')
    expect(other.problem).toMatchObject({ status: 409, code: 'duplicate_external_id' })
    expect(other.problem.detail).toContain(first.json.id)
    expect(await server.sql`select from events where data ->> 'external_id' = 'one'`).toHaveLength(1)
  })

  test('fifty at once on two servers: one task, one event, and all get its id', async () => {
    const second = await server.startAnother()
    const replies = await Promise.all(
      Array.from({ length: 50 }, (_, n) => sendAs('many', 'x', n % 2 ? server.url : second.address)),
    )
    expect(replies.filter(({ status }) => status === 201)).toHaveLength(1)
    expect(new Set(replies.map(({ json }) => json.id)).size).toBe(1)
    expect(await server.sql`select from events where data ->> 'external_id' = 'many'`).toHaveLength(1)
  })

  test('is one’s own: another project, and another workspace, have theirs', async () => {
    const other = await server.makeWorkspace()
    const projects = [
      [server.key, (await textProject(server.client)).id],
      [other.key, (await textProject(other.client)).id],
    ] as const
    for (const [key, project_id] of projects) {
      const task = { project_id, external_id: 'one', task_spec: [{ sentence: 'quite other' }] }
      expect((await ask(`${server.url}/tasks`, { key, json: task })).status).toBe(201)
    }
  })
})

import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ask, dial, speak } from '../testing/ask.ts'
import { startTestServer, type TestServer } from '../testing/server.ts'
import { draw } from './picture.fixture.ts'

let server: TestServer
let png: Buffer
beforeAll(async () => {
  server = await startTestServer({ MAX_PICTURE_MB: '1' })
  png = await draw().png().toBuffer()
})
afterAll(() => server.close())

const boundary = 'xXxXx'
type Part = { headers?: string[]; bytes: Buffer | string }
const filePart = (more: string, bytes: Buffer | string = png, type = 'image/png'): Part => ({
  headers: [`Content-Disposition: form-data${more}`, `Content-Type: ${type}`],
  bytes,
})

/** A form as bytes, so that it can be wrong in every way. */
function formOf(parts: Part[], end = `--${boundary}--\r\n`): Buffer {
  const written = parts.flatMap(({ headers = [], bytes }) => [
    Buffer.from(`--${boundary}\r\n${headers.map((line) => `${line}\r\n`).join('')}\r\n`, 'latin1'),
    Buffer.from(bytes as string),
    Buffer.from('\r\n'),
  ])
  return Buffer.concat([...written, Buffer.from(end)])
}

const head = (length: number, type = `multipart/form-data; boundary=${boundary}`) =>
  `${['POST /assets HTTP/1.1', 'host: x', `authorization: ${server.key}`, `content-type: ${type}`, `content-length: ${length}`].join('\r\n')}\r\n\r\n`

/** Sends the form on a connection of its own and gives status and code. */
async function post(form: Buffer, type?: string) {
  const answer = await speak(server.url, [
    head(form.length, type).replace('host: x', 'host: x\r\nconnection: close'),
    form,
  ])
  const [top = '', body = ''] = answer.split('\r\n\r\n')
  const json = body.startsWith('{') ? JSON.parse(body) : {}
  return { status: Number(top.split(' ')[1]), code: json.code ?? null, json }
}

const alive = async () => expect((await ask(`${server.url}/healthz`)).status).toBe(200)
const file = (name: string) => filePart(`; name="file"; filename="${name}"`)
const field = (name: string, bytes = 'x'): Part => ({
  headers: [`Content-Disposition: form-data; name="${name}"`],
  bytes,
})

describe('U-21 forms', () => {
  test.each<[string, () => Part[], number, string | null]>([
    ['one file', () => [file('cat.png')], 201, null],
    ['a file among fields', () => [field('a'), file('cat.png'), field('b')], 201, null],
    ['a file without the name of a field', () => [filePart('; filename="cat.png"')], 201, null],
    ['a field instead of a file', () => [field('file', 'text')], 422, 'invalid'],
    ['two files of one name', () => [file('a.png'), file('a.png')], 422, 'invalid'],
    ['three files', () => [file('a.png'), file('b.png'), file('c.png')], 422, 'invalid'],
    ['1001 fields', () => Array.from({ length: 1001 }, (_, n) => field(`f${n}`)), 413, 'too_large'],
    ['a field of 100 KB', () => [field('a', 'x'.repeat(100_000)), file('cat.png')], 201, null],
    ['no parts at all', () => [], 422, 'invalid'],
    ['a part without headers', () => [{ bytes: 'x' }], 422, 'invalid'],
    [
      '1000 headers in a part',
      () => [{ headers: Array.from({ length: 1000 }, (_, n) => `X-${n}: y`), bytes: 'x' }],
      422,
      'invalid',
    ],
    [
      'fields that mean something to JavaScript',
      () => [field('__proto__'), field('constructor'), file('a.png')],
      400,
      'bad_request',
    ],
    [
      'U-20 HTML that is called a PNG',
      () => [filePart('; name="f"; filename="a.png"', '<html><script>')],
      415,
      'unsupported_image',
    ],
    ['U-12 an empty file', () => [filePart('; name="f"; filename="a.png"', '')], 422, 'empty_image'],
    [
      'more than the limit',
      () => [filePart('; name="f"; filename="a.png"', Buffer.alloc(1_000_001))],
      413,
      'too_large',
    ],
  ])('%s', async (_, make, status, code) => {
    const answer = await post(formOf(make()))
    expect(answer, JSON.stringify(answer.json)).toMatchObject({ status, code })
    await alive()
  })

  test.each([
    '../../etc/passwd',
    '..\\\\..\\\\x',
    'C:\\\\x',
    '/abs',
    'a\0.png',
    'CON',
    '.htaccess',
    `${'x'.repeat(300)}.png`,
    '   ',
    'dot.',
    'a"b.png',
    '=cmd()',
  ])('U-32 whatever its name: %s', async (name) => {
    expect((await post(formOf([file(name)]))).status).toBe(201)
  })

  test('U-02 a type that is not the picture’s gets a word, in a form and as the body', async () => {
    const warnings = [{ code: 'declared_type_mismatch' }]
    expect((await post(formOf([filePart('; name="f"; filename="a.jpg"', png, 'image/jpeg')]))).json).toMatchObject({
      warnings,
    })
    const raw = { key: server.key, body: png, headers: { 'content-type': 'image/jpeg' } }
    expect((await ask(`${server.url}/assets`, raw)).json).toMatchObject({ content_type: 'image/png', warnings })
    const plain = { ...raw, headers: { 'content-type': 'application/octet-stream' } }
    expect((await ask(`${server.url}/assets`, plain)).json.warnings).toEqual([])
  })
})

describe('U-22 forms that end early', () => {
  const whole = () => formOf([file('cat.png')])

  test.each<[string, () => Buffer, string | undefined]>([
    ['before the last boundary', () => whole().subarray(0, -10), undefined],
    ['in the middle of the picture', () => whole().subarray(0, 150), undefined],
    ['in the middle of a header', () => whole().subarray(0, 40), undefined],
    ['with a boundary that never comes', whole, 'multipart/form-data; boundary=other'],
    ['without a boundary', whole, 'multipart/form-data'],
    [
      'with nothing but a header',
      () => Buffer.from(`--${boundary}\r\nContent-Disposition: form-data; name="f"; filename="x"\r\n`),
      undefined,
    ],
    [
      'with a header, then the boundary',
      () => Buffer.from(`--${boundary}\r\nContent-Disposition: form-data; name="f"; filename="x"\r\n--${boundary}--`),
      undefined,
    ],
    ['with garbage', () => Buffer.alloc(5000, 0xff), undefined],
  ])('%s', async (_, make, type) => {
    const { status, code } = await post(make(), type)
    expect([400, 415, 422], `${status} ${code}`).toContain(status)
    await alive()
  })

  test('the sender hangs up at every place: nothing stays open, the server lives', async () => {
    const form = whole()
    for (let cut = 0; cut < form.length; cut += 25) {
      const socket = await dial(server.url)
      socket.on('error', () => {})
      socket.write(Buffer.concat([Buffer.from(head(form.length)), form.subarray(0, cut)]))
      await sleep(2)
      socket.destroy()
    }
    await alive()
    await expect.poll(inFlight).toBe(0)
    await post(form)
  })

  test('the connection can be used again after a refusal, and after a whole form', async () => {
    const [wrong, right] = [formOf([file('a'), file('b')]), formOf([file('a')])]
    const close = head(right.length).replace('host: x', 'host: x\r\nconnection: close')
    const answer = await speak(server.url, [head(wrong.length), wrong, head(right.length), right, close, right])
    expect(answer.match(/HTTP\/1\.1 (\d+)/g)).toEqual(['HTTP/1.1 422', 'HTTP/1.1 201', 'HTTP/1.1 201'])
  })
})

async function inFlight(): Promise<number> {
  const { text } = await ask(`${server.url}/metrics`)
  return Number(/^whisker_bytes_in_flight (\d+)/m.exec(text)?.[1])
}

describe('pictures as the body', () => {
  test('U-12 nothing, one byte; U-25 more than the limit, with and without saying so', async () => {
    const send = (body: NonNullable<RequestInit['body']>) =>
      ask(`${server.url}/assets`, { method: 'POST', key: server.key, body, headers: { 'content-type': 'image/png' } })
    expect((await send('')).problem.code).toBe('empty_image')
    expect((await send('x')).problem.code).toBe('corrupt_image')
    const tooLarge = (await send(Buffer.alloc(1_000_001))).problem
    expect(tooLarge).toMatchObject({
      status: 413,
      code: 'too_large',
      detail: expect.stringContaining('MAX_PICTURE_MB'),
    })
    const endless = ReadableStream.from(
      (async function* () {
        for (let n = 0; n < 200; n++) yield Buffer.alloc(10_000)
      })(),
    ) as ReadableStream
    // The refusal may come while the sender still sends; then its line breaks.
    const refused = await send(endless).catch(() => null)
    if (refused) expect(refused.problem.code).toBe('too_large')
    await expect.poll(inFlight).toBe(0)
  })

  test('X-08 an original comes back as a download of its own type that no browser runs', async () => {
    const { json } = await ask(`${server.url}/assets`, {
      key: server.key,
      body: png,
      headers: { 'content-type': 'image/png' },
    })
    const original = await ask(`${server.url}/assets/${json.sha256}`, { key: server.key })
    expect(Object.fromEntries(original.headers)).toMatchObject({
      'content-type': 'image/png',
      'x-content-type-options': 'nosniff',
      'content-security-policy': "sandbox; default-src 'none'",
      'cross-origin-resource-policy': 'same-origin',
      'content-disposition': `attachment; filename="${json.sha256}.png"`,
      'cache-control': 'private, no-store',
      'referrer-policy': 'no-referrer',
    })
    expect((await ask(`${server.url}/assets/${json.sha256}?type=text/html`, { key: server.key })).status).toBe(422)
  })
})

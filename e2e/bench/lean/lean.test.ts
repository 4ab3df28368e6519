import { createServer, type Server, type Socket } from 'node:net'
import { afterEach, describe, expect, test } from 'vitest'
import { Connection, expectStatus } from './connection.ts'
import { ReplyReader } from './reply-reader.ts'
import { request, Submission } from './requests.ts'

const reply = (status: string, body: string, size = `Content-Length: ${body.length}`) =>
  Buffer.from(`HTTP/1.1 ${status}\r\nconnection: keep-alive\r\n${size}\r\n\r\n${body}`)

describe('the reader of replies', () => {
  test('puts one together wherever it is cut', () => {
    const bytes = reply('200 OK', '{"a":1}')
    for (let at = 1; at < bytes.length; at++) {
      const reader = new ReplyReader()
      expect(reader.read(bytes.subarray(0, at))).toBe(null)
      const whole = reader.read(bytes.subarray(at))
      expect([whole?.status, whole?.body.toString()]).toEqual([200, '{"a":1}'])
    }
  })

  test('byte by byte, larger than its room, and another one behind', () => {
    const reader = new ReplyReader()
    const bytes = reply('201 Created', 'x'.repeat(10_000))
    const replies = [...bytes].map((byte) => reader.read(Buffer.from([byte])))
    expect(replies.slice(0, -1).every((one) => one === null)).toBe(true)
    expect(replies.at(-1)?.body.length).toBe(10_000)
    expect(reader.read(reply('204 No Content', '', 'x: y'))?.status).toBe(204)
  })

  test.each([
    ['no length', reply('200 OK', '{}', 'transfer-encoding: chunked'), 'does not say how long'],
    ['more than was asked for', Buffer.concat([reply('200 OK', '{}'), Buffer.from('HTTP')]), 'More has come'],
  ])('%s is no reply', (_, bytes, said) => expect(() => new ReplyReader().read(bytes)).toThrow(said))
})

describe('a connection', () => {
  let server: Server
  afterEach(() => void server.close())

  async function answering(
    answer: (socket: Socket, asked: number) => void,
  ): Promise<{ port: number; lines: () => number }> {
    let asked = 0
    let lines = 0
    server = createServer((socket) => {
      lines++
      socket.on('error', () => {})
      socket.on('data', () => answer(socket, ++asked))
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    return { port: (server.address() as { port: number }).port, lines: () => lines }
  }

  test('is kept for one request after the other', async () => {
    const { port, lines } = await answering((socket, asked) => socket.write(reply('200 OK', `${asked}`)))
    const connection = await Connection.open(port)
    for (const asked of ['1', '2', '3'])
      expect((await connection.ask(request('GET', '/', 'key', ''))).body.toString()).toBe(asked)
    expect(lines()).toBe(1)
    connection.close()
  })

  test('tells a 5xx with what was said, and where the service closes it', async () => {
    const { port } = await answering((socket, asked) =>
      asked === 1 ? socket.write(reply('503 Service Unavailable', 'busy')) : socket.destroy(),
    )
    const connection = await Connection.open(port)
    const busy = await connection.ask(request('GET', '/', 'key', ''))
    expect(() => expectStatus(busy, 200)).toThrow('503 instead of 200: busy')
    await expect(connection.ask(request('GET', '/', 'key', ''))).rejects.toThrow('closed the connection')
    await expect(connection.ask(request('GET', '/', 'key', ''))).rejects.toThrow('is closed')
  })
})

describe('an answer made ready beforehand', () => {
  const id = '01a20ad2-0000-8000-8000-00004000abcd'
  const given = (holds: object[]) => Buffer.from(JSON.stringify({ state: 'counted', next: { assignments: holds } }))

  test('takes id and token from what was given, and hands them on', () => {
    const riding = new Submission('key', [{ animal: 'cat' }], 1)
    expect(riding.fill(given([{ id, task_id: 'other', token: 'abcdefghijklmnopqrstuv' }]))).toBe(true)
    const last = new Submission('key', [{ animal: 'cat' }], 0)
    last.fillFrom(riding)
    for (const [{ bytes }, take] of [
      [riding, ',"take":1'],
      [last, ''],
    ] as const) {
      const [head, body] = bytes.toString().split('\r\n\r\n') as [string, string]
      expect(head).toContain(`PUT /assignments/${id}/submission HTTP/1.1`)
      expect(head).toContain(`content-length: ${body.length}`)
      expect(body).toBe(`{"token":"abcdefghijklmnopqrstuv","answer":[{"animal":"cat"}]${take}}`)
    }
  })

  test('tells that nothing was given, and an id that would not fit', () => {
    const riding = new Submission('key', [], 1)
    expect(riding.fill(given([]))).toBe(false)
    expect(riding.fill(Buffer.from('{"state":"counted"}'))).toBe(false)
    expect(() => riding.fill(given([{ id: 'short', token: 'x' }]))).toThrow('another length')
  })
})

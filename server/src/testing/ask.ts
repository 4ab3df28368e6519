import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { Problem } from '@whisker/api/problem.ts'

export type Question = {
  method?: string
  /** An API key or the token of a session. */
  key?: string | undefined
  headers?: Record<string, string>
  /** Sent as JSON. */
  json?: unknown
  body?: NonNullable<RequestInit['body']>
  signal?: AbortSignal
}

export type Reply = { status: number; headers: Headers; text: string; json: Record<string, unknown>; problem: Problem }

/** One request as a stranger's program would send it. An error answer that is not a problem fails the test. */
export async function ask(url: string, question: Question = {}): Promise<Reply> {
  const { method = question.json === undefined && question.body === undefined ? 'GET' : 'POST', key, json } = question
  const headers: Record<string, string> = { ...question.headers }
  if (key !== undefined) headers.authorization = `Bearer ${key}`
  if (json !== undefined) headers['content-type'] ??= 'application/json'
  const body = json === undefined ? question.body : JSON.stringify(json)
  const response = await fetch(url, {
    method,
    headers,
    redirect: 'manual',
    ...(body !== undefined && { body }),
    ...(body instanceof ReadableStream && { duplex: 'half' }),
    ...(question.signal && { signal: question.signal }),
  })
  const text = await response.text()
  const isJson = /json/.test(response.headers.get('content-type') ?? '') && text !== '' && method !== 'HEAD'
  const parsed = isJson && !/ndjson/.test(response.headers.get('content-type') ?? '') ? JSON.parse(text) : undefined
  if (response.status >= 400 && method !== 'HEAD') checkProblem(response, parsed, text)
  return {
    status: response.status,
    headers: response.headers,
    text,
    json: parsed as Record<string, unknown>,
    problem: parsed as Problem,
  }
}

function checkProblem(response: Response, parsed: unknown, text: string): void {
  const problem = Problem.safeParse(parsed)
  if (!problem.success || problem.data.status !== response.status || / at .+:\d+:\d+/.test(text))
    throw new Error(`${response.status} is not told as a problem: ${text.slice(0, 300)}`)
}

/**
 * Writes to a bare socket and gives what came back until the server closed it, or until `quietMs` without a byte.
 *
 * `once`: until one answer is there as a whole. A line whose body came after its answer stays open.
 */
export async function speak(
  url: string,
  parts: (string | Buffer)[],
  { quietMs = 2000, once: isOnce = false } = {},
): Promise<string> {
  const socket = await dial(url)
  const received: Buffer[] = []
  socket.on('data', (chunk) => {
    received.push(chunk)
    if (isOnce && isWhole(Buffer.concat(received).toString('latin1'))) socket.destroy()
  })
  socket.on('error', () => {})
  socket.setTimeout(quietMs, () => socket.destroy())
  const closed = new Promise((resolve) => socket.once('close', resolve))
  for (const part of parts) socket.write(part)
  await closed
  return Buffer.concat(received).toString('latin1')
}

function isWhole(answer: string): boolean {
  const [head = '', body] = answer.split('\r\n\r\n', 2)
  const length = /^content-length: (\d+)/im.exec(head)?.[1]
  return body !== undefined && length !== undefined && answer.length - head.length - 4 >= Number(length)
}

export async function dial(url: string): Promise<Socket> {
  const { hostname, port } = new URL(url)
  const socket = connect(Number(port), hostname)
  await once(socket, 'connect')
  return socket
}

import { createHash, randomUUID } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { AssetBulkReceipt, AssetReceipt } from '@whisker/api/assets.ts'
import type { BulkReceipt } from '@whisker/api/intake.ts'
import { type ProblemCode, problems } from '@whisker/api/problem.ts'
import type { Task } from '@whisker/api/tasks.ts'

export type Received = { method: string; path: string; body: Buffer; headers: IncomingMessage['headers'] }
/** Answers in place of the service, or `cut` breaks the connection; null lets the service answer. */
export type Interference = (
  request: Received,
) => null | 'cut' | { status: number; code: ProblemCode; headers?: Record<string, string> }

/**
 * A small HTTP service that keeps the promises that the uploader builds on: pictures by hash, one task for each
 * external id, receipts line by line. Tests make it fail in ways that a real one does only now and then.
 */
export class ServiceFixture {
  readonly assets = new Set<string>()
  readonly tasks = new Map<string, { id: string; name: string; asset: string; status?: Task['status'] }>()
  readonly requests: Received[] = []
  project: Record<string, unknown> = makeProject()
  key = 'whk_fixture'
  interfere: Interference = () => null
  /** Says no to a single line of a bulk request. */
  refuseLine: (name: string) => { code: ProblemCode; detail: string } | null = () => null
  /** Says no to one of the pictures of a request. */
  refusePicture: (bytes: Buffer) => { code: ProblemCode; detail: string } | null = () => null
  results: string[] = []
  header = 'name,animal'
  /** In place of `results`: an export from a cursor on. */
  exportOf: ((after: string) => { text: string; cursor: string }) | null = null
  /** The header Whisker-Tasks. */
  counts = ''
  cutAfter: number | null = null
  url = ''
  private readonly server = createServer((request, response) => void this.answer(request, response))

  async start(port = 0): Promise<this> {
    await new Promise<void>((resolve) => this.server.listen(port, '127.0.0.1', resolve))
    this.url = `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`
    return this
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections()
    await new Promise((resolve) => this.server.close(resolve))
  }

  /** Paths of the requests so far, without their queries. */
  paths(): string[] {
    return this.requests.map((request) => request.path.replace(/\?.*/, ''))
  }

  private async answer(request: IncomingMessage, response: ServerResponse) {
    const chunks: Buffer[] = []
    try {
      for await (const chunk of request) chunks.push(chunk)
    } catch {
      return
    }
    const received = {
      method: request.method ?? '',
      path: request.url ?? '',
      body: Buffer.concat(chunks),
      headers: request.headers,
    }
    this.requests.push(received)
    const other = this.interfere(received)
    if (other === 'cut') return request.socket.destroy()
    if (other) return problem(response, other.code, `As the test wants it: ${other.code}.`, other.status, other.headers)
    if (request.headers.authorization?.replace('Bearer ', '') !== this.key)
      return problem(response, 'unauthenticated', 'The key is not valid.')
    const path = received.path.replace(/\?.*/, '')
    if (path === '/workspace')
      return json(response, 200, { id: 1, title: 'My workspace', created_at: new Date(0).toISOString() })
    if (path === '/projects/1/results') return this.export(received, response)
    if (path === '/projects' && received.method === 'POST') return json(response, 201, this.project)
    if (/^\/projects\/\d+$/.test(path))
      return path === `/projects/${this.project.id}`
        ? json(response, 200, this.project)
        : problem(response, 'not_found', 'There is no project with this id in your workspace.')
    if (path === '/task-lookups')
      return json(response, 200, { found: this.find(JSON.parse(received.body.toString()).external_ids) })
    if (path === '/assets') return this.takePicture(received.body, response)
    if (path === '/assets/bulk') return this.takePictures(received.body, response)
    if (path === '/tasks/bulk') return this.makeTasks(received.body, response)
    problem(response, 'not_found', 'There is no such address.')
  }

  /** Rows as the service streams them; the cursor is how many there were. `cutAfter` breaks the stream there. */
  private export({ path }: Received, response: ServerResponse) {
    const query = new URL(path, 'http://x').searchParams
    const format = query.get('format') ?? 'jsonl'
    const made = this.exportOf?.(query.get('after') ?? '')
    if (made) {
      response.writeHead(200, { 'whisker-cursor': made.cursor })
      return response.end(made.text)
    }
    const rows = this.results.slice(Number(query.get('after') ?? 0))
    const lines = rows.map((name) => (format === 'csv' ? `${name},cat\r\n` : `{"name":"${name}"}\n`))
    const text = format === 'csv' ? [`${this.header}\r\n`, ...lines] : lines
    response.writeHead(200, { 'whisker-cursor': String(this.results.length), 'whisker-tasks': this.counts })
    if (this.cutAfter === null) return response.end(text.join(''))
    response.write(text.slice(0, this.cutAfter).join('') || ' ', () => setTimeout(() => response.destroy(), 50))
  }

  private find(ids: string[]) {
    return ids.flatMap((external_id) => {
      const task = this.tasks.get(external_id)
      return task
        ? [
            {
              ...{ external_id, task_id: task.id, status: task.status ?? 'open' },
              ...{ unreadable_reason: null, passed_over_reason: null },
            },
          ]
        : []
    })
  }

  private takePicture(bytes: Buffer, response: ServerResponse) {
    const end = this.store(bytes)
    if ('code' in end) return problem(response, end.code, end.detail)
    json(response, 201, end)
  }

  private takePictures(body: Buffer, response: ServerResponse): void {
    response.writeHead(200, { 'content-type': 'application/x-ndjson' })
    for (let at = 0, picture = 1; at < body.length; picture++) {
      const start = at + 4
      at = start + body.readUInt32BE(at)
      const end = this.store(body.subarray(start, at))
      const receipt: AssetBulkReceipt =
        'code' in end ? { picture, status: 'error', ...end } : { picture, status: 'stored', ...end }
      response.write(`${JSON.stringify(receipt)}\n`)
    }
    response.end()
  }

  private store(bytes: Buffer): AssetReceipt | { code: ProblemCode; detail: string } {
    if (bytes.length === 0) return { code: 'empty_image', detail: 'The picture is empty: it has no bytes.' }
    if (bytes.subarray(0, 7).toString() === 'corrupt')
      return { code: 'corrupt_image', detail: 'The picture is damaged.' }
    const refusal = this.refusePicture(bytes)
    if (refusal) return refusal
    const sha256 = createHash('sha256').update(bytes).digest('hex')
    this.assets.add(sha256)
    const picture = { size_bytes: bytes.length, width: 1, height: 1, animated: false, has_gps: false }
    const value = `asset:${sha256}`
    return { sha256, content_type: 'image/jpeg', ...picture, value, deduplicated: false, warnings: [] }
  }

  private makeTasks(body: Buffer, response: ServerResponse): void {
    response.writeHead(200, { 'content-type': 'application/x-ndjson' })
    const lines = body.toString().split('\n').filter(Boolean)
    for (const [index, text] of lines.entries())
      response.write(`${JSON.stringify(this.makeTask(index + 1, JSON.parse(text)))}\n`)
    response.end()
  }

  private makeTask(
    line: number,
    draft: { external_id: string; name: string; task_spec: Record<string, string>[] },
  ): BulkReceipt {
    const { external_id, name, task_spec } = draft
    const refusal = this.refuseLine(name)
    if (refusal) return { line, status: 'error', ...refusal, external_id, errors: [] }
    const asset = Object.values(task_spec[0] ?? {})[0]?.slice('asset:'.length) ?? ''
    if (!this.assets.has(asset))
      return {
        line,
        status: 'error',
        code: 'invalid',
        detail: `There is no picture asset:${asset}.`,
        external_id,
        errors: [],
      }
    const other = this.tasks.get(external_id)
    if (other)
      return {
        line,
        status: 'duplicate',
        task_id: other.id,
        task_status: other.status ?? 'open',
        external_id,
        warnings: [],
      }
    const task = { id: randomUUID(), name, asset }
    this.tasks.set(external_id, task)
    return { line, status: 'created', task_id: task.id, task_status: 'open', external_id, warnings: [] }
  }
}

function makeProject() {
  return {
    id: 1,
    title: 'What animal is this?',
    status: 'active',
    input_spec: [{ name: 'image_with_animal', type: 'image', required: true, label: '' }],
    output_spec: [{ name: 'animal', type: 'input', required: true, label: '', help: '' }],
  }
}

function json(response: ServerResponse, status: number, body: unknown): void {
  const text = JSON.stringify(body)
  response
    .writeHead(status, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) })
    .end(text)
}

function problem(
  response: ServerResponse,
  code: ProblemCode,
  detail: string,
  status: number = problems[code].status,
  headers: Record<string, string> = {},
): void {
  const body = {
    type: `urn:whisker:problem:${code}`,
    title: problems[code].title,
    status,
    code,
    detail,
    request_id: 'r',
  }
  response.writeHead(status, { 'content-type': 'application/problem+json', ...headers }).end(JSON.stringify(body))
}

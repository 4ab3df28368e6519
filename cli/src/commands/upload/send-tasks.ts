import type { Client } from '@whisker/api/client.ts'
import { nameOfPath } from '@whisker/api/file-names.ts'
import { BulkReceipt } from '@whisker/api/intake.ts'
import type { Task } from '@whisker/api/tasks.ts'
import { type Outage, passingCodes, RequestGivenUp, TryAgain } from '../../outage.ts'
import type { Ready } from './read-ahead.ts'

/** A stored picture becomes a task. Without its bytes: they are sent. */
export type StoredPicture = Pick<Ready, 'path' | 'name' | 'sha256' | 'sizeBytes' | 'mtimeMs'> & { warnings?: string[] }
export type TaskMade =
  | { picture: StoredPicture; ok: true; taskId: string; status: Task['status']; isNew: boolean }
  | { picture: StoredPicture; ok: false; code: string; detail: string }

type Options = {
  client: Client
  projectId: number
  field: string
  outage: Outage
  settled: (made: TaskMade[]) => void
}

/** More would hardly be cheaper for the service, and what has a task would be known later. */
const linesAtOnce = 100
/** A slow upload should show its tasks, and note them in the journal, long before there are 100. */
const patienceMs = 500
const maxUnderWay = 4

/** Code of a picture's hash as the id that makes it one task, however often and from wherever it is sent. */
export function externalIdOf(sha256: string): string {
  return `sha256:${sha256}`
}

/** Collects pictures that are stored and makes their tasks, many in one request, one request after the other: in order. */
export class TaskSender {
  private readonly options: Options
  private collected: StoredPicture[] = []
  private timer: NodeJS.Timeout | null = null
  private sending: Promise<void> = Promise.resolve()
  private underWay = 0
  private freed: (() => void)[] = []

  constructor(options: Options) {
    this.options = options
  }

  add(picture: StoredPicture): void {
    this.collected.push(picture)
    if (this.collected.length >= linesAtOnce) this.post()
    else this.timer ??= setTimeout(() => this.post(), patienceMs)
  }

  /** Waits while too many requests are queued, so that pictures do not pile up without their tasks. */
  async room(): Promise<void> {
    while (this.underWay >= maxUnderWay) await new Promise<void>((resolve) => this.freed.push(resolve))
  }

  /** @throws what the last requests threw */
  async flush(): Promise<void> {
    // What is settled may bring more: further names of a task that is there now.
    do {
      this.post()
      await this.sending
    } while (this.collected.length > 0)
  }

  private post(): void {
    if (this.timer) clearTimeout(this.timer)
    this.timer = null
    const pictures = this.collected
    this.collected = []
    if (pictures.length === 0) return
    this.underWay++
    this.sending = this.sending
      .then(() => this.make(pictures))
      .finally(() => {
        this.underWay--
        for (const resolve of this.freed.splice(0)) resolve()
      })
    // Whoever flushes is told; until then nobody listens.
    this.sending.catch(() => {})
  }

  /** Lines that the service could not store right now are sent again; the rest is settled as soon as it is known. */
  private async make(pictures: StoredPicture[]): Promise<void> {
    const { client, projectId, field, outage, settled } = this.options
    let remaining = pictures
    try {
      await outage.run(async (attempt) => {
        const body = remaining.map((picture) => `${JSON.stringify(line(picture, field))}\n`).join('')
        const headers = { 'content-type': 'application/x-ndjson' }
        const response = await client.createTasks({ query: { project_id: projectId }, body, headers })
        const { made, again, why } = read(await response.text(), remaining, attempt)
        settled(made)
        remaining = again
        if (why) throw why
      })
    } catch (error) {
      if (!(error instanceof RequestGivenUp)) throw error
      settled(remaining.map((picture) => ({ picture, ok: false, code: 'internal', detail: error.message })))
    }
  }
}

function line({ sha256, name }: StoredPicture, field: string) {
  return { external_id: externalIdOf(sha256), name: nameOfPath(name).name, task_spec: [{ [field]: `asset:${sha256}` }] }
}

function read(text: string, pictures: StoredPicture[], attempt: number) {
  const made: TaskMade[] = []
  const pending = new Map(pictures.map((picture, index) => [index + 1, picture]))
  let why: TryAgain | null = null
  for (const row of text.split('\n')) {
    const receipt = BulkReceipt.safeParse(parseJson(row)).data
    const picture = receipt && pending.get(receipt.line)
    if (!receipt || !picture) continue
    if (receipt.status === 'error' && passingCodes.has(receipt.code)) {
      why = new TryAgain(receipt.code, `it answers "${receipt.detail}"`)
      continue
    }
    pending.delete(receipt.line)
    if (receipt.status === 'error') made.push({ picture, ok: false, code: receipt.code, detail: receipt.detail })
    // Sent again after an answer that did not arrive: the task that is there is our own.
    else
      made.push({
        picture,
        ok: true,
        taskId: receipt.task_id,
        status: receipt.task_status,
        isNew: receipt.status === 'created' || attempt > 1,
      })
  }
  if (pending.size > 0) why ??= new TryAgain('unavailable', 'its answer ended too early')
  return { made, again: [...pending.values()], why }
}

function parseJson(row: string): unknown {
  try {
    return JSON.parse(row)
  } catch {
    return null
  }
}

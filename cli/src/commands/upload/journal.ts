import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { chmod, type FileHandle, mkdir, open, stat } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import { z } from 'zod'
import { codeOf } from '../../config-file.ts'
import { usageFailure } from '../../failure.ts'
import { linesOf } from '../../lines.ts'

const Head = z.object({ v: z.literal(1), journal: z.literal('whisker upload'), url: z.string(), project_id: z.int() })
const Entry = z.object({
  v: z.literal(1),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  path: z.string(),
  size: z.int(),
  mtime_ms: z.number(),
  task_id: z.string(),
})
export type JournalEntry = Omit<z.infer<typeof Entry>, 'v'>

/** Where the journal of a project on a service is kept. */
export function journalPath(stateFolder: string, url: string, projectId: number): string {
  const name = createHash('sha256').update(`${url}\n${projectId}`).digest('hex').slice(0, 16)
  return join(stateFolder, `journal-${name}.jsonl`)
}

/**
 * What has been sent, one line of JSON a file. It is a cache and nothing else: it saves reading and hashing files that
 * have not changed. Whether a picture has a task, the service is asked each time, so that a lost, old or restored
 * journal (or server) can cost time, but never a picture and never a second task.
 *
 * For that reason lines are not flushed to the disk one by one, a line that was torn by a crash is passed over, and a
 * journal that cannot be written is told once and done without.
 */
export class Journal {
  private readonly file: FileHandle
  /** By path; see {@link pack}. */
  private readonly known: Map<string, string>
  private readonly tell: (text: string) => void
  /** The file does not end with a line break: what comes next must not be glued to it. */
  private isTorn: boolean
  private isBroken = false
  private writing = Promise.resolve()

  private constructor(file: FileHandle, known: Map<string, string>, isTorn: boolean, tell: (text: string) => void) {
    this.file = file
    this.known = known
    this.isTorn = isTorn
    this.tell = tell
  }

  /**
   * Opens or begins a journal (0600, folder 0700).
   *
   * @throws {Failure} when it is the journal of another service or project, or none at all
   */
  static async open(
    path: string,
    owner: { url: string; projectId: number },
    tell: (text: string) => void,
  ): Promise<Journal | null> {
    let file: FileHandle
    try {
      await mkdir(dirname(path), { recursive: true, mode: 0o700 })
      file = await open(path, 'a+', 0o600)
      await chmod(path, 0o600)
    } catch (error) {
      tell(
        `The journal ${path} cannot be opened (${codeOf(error)}); going on without it. Files will be read again next time.`,
      )
      return null
    }
    try {
      const { size } = await stat(path)
      const { known, isEmpty } = await load(path, owner)
      const journal = new Journal(file, known, size > 0 && !(await endsWithLineBreak(file, size)), tell)
      if (isEmpty) journal.write([{ v: 1, journal: 'whisker upload', url: owner.url, project_id: owner.projectId }])
      return journal
    } catch (error) {
      await file.close()
      throw error
    }
  }

  get isEmpty(): boolean {
    return this.known.size === 0
  }

  /** The hash of a file, if path, size and time of change are those that it had when it was sent. */
  findHash(path: string, sizeBytes: number, mtimeMs: number): string | null {
    const known = this.known.get(resolve(path))
    if (!known?.startsWith(pack(sizeBytes, mtimeMs, ''))) return null
    return Buffer.from(known.slice(-32), 'latin1').toString('hex')
  }

  /** Notes what the service has confirmed and the journal did not know when it was opened. Returns at once; never throws. */
  add(entries: JournalEntry[]): void {
    const news = entries
      .map((entry) => ({ v: 1, ...entry, path: resolve(entry.path) }))
      .filter(({ path, size, mtime_ms, sha256 }) => this.known.get(path) !== pack(size, mtime_ms, sha256))
    if (news.length > 0) this.write(news)
  }

  private write(lines: unknown[]): void {
    const text = lines.map((line) => `${JSON.stringify(line)}\n`).join('')
    this.writing = this.writing.then(async () => {
      if (this.isBroken) return
      try {
        await this.file.appendFile(this.isTorn ? `\n${text}` : text)
        this.isTorn = false
      } catch (error) {
        this.isBroken = true
        this.tell(
          `The journal cannot be written (${codeOf(error)}); going on without it. Nothing is lost: the service knows what it has.`,
        )
      }
    })
  }

  async close(): Promise<void> {
    await this.writing
    await this.file.close().catch(() => {})
  }
}

async function load(path: string, owner: { url: string; projectId: number }) {
  const known = new Map<string, string>()
  let head: z.infer<typeof Head> | null = null
  let lines = 0
  for await (const line of linesOf(createReadStream(path))) {
    if (line === '') continue
    lines++
    const value = parseJson(line)
    if (!head) {
      head = Head.safeParse(value).data ?? null
      if (head && (head.url !== owner.url || head.project_id !== owner.projectId)) throw foreign(path, head)
      continue
    }
    const entry = Entry.safeParse(value).data
    if (!entry) continue
    known.set(entry.path, pack(entry.size, entry.mtime_ms, entry.sha256))
  }
  // One line that is no head is a head that was torn; several are somebody else's file.
  if (!head && lines > 1)
    throw usageFailure(
      `${path} is not a journal of \`whisker upload\`. Move it away, or name another file with --journal.`,
    )
  return { known, isEmpty: !head }
}

/** As one short string: of 100,000 files, objects would take 30 MB more. */
function pack(size: number, mtimeMs: number, sha256: string): string {
  return `${size} ${mtimeMs} ${Buffer.from(sha256, 'hex').toString('latin1')}`
}

function foreign(path: string, head: z.infer<typeof Head>) {
  return usageFailure(
    `${path} is the journal of project ${head.project_id} on ${head.url}, not of this one. Name another file with --journal, or leave --journal out.`,
  )
}

async function endsWithLineBreak(file: FileHandle, size: number): Promise<boolean> {
  const { buffer } = await file.read(Buffer.alloc(1), 0, 1, size - 1)
  return buffer[0] === 10
}

function parseJson(line: string): unknown {
  try {
    return JSON.parse(line)
  } catch {
    return null
  }
}

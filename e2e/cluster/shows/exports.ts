import type postgres from 'postgres'
import { pause } from '../../faults/ask.ts'
import type { Run } from '../../faults/clients/run.ts'

/** What has been given of one project, by task, as whoever reads one export after the other keeps it. */
type Kept = { cursor: string; rows: Map<string, string>; given: number; again: number }

/** Reads the exports of every project one after the other, each from where the one before ended, through everything. */
export class ExportFollower {
  exports = 0
  /** Answers that no follower may get: to a cursor of one's own there is no 4xx. */
  faults: string[] = []
  private kept = new Map<number, Kept>()
  private running: Promise<void> = Promise.resolve()
  private isOver = false

  begin(run: Run): void {
    for (const { id } of run.projects) this.kept.set(id, { cursor: '', rows: new Map(), given: 0, again: 0 })
    this.running = (async () => {
      while (!this.isOver) {
        for (const id of this.kept.keys()) await this.read(run, id)
        await pause(300)
      }
    })()
  }

  /** Reads what is left, and compares it with all that the primary has. @returns what is wrong */
  async end(run: Run, sql: postgres.Sql): Promise<string[]> {
    this.isOver = true
    await this.running
    for (const [id, kept] of this.kept) {
      let difference = ''
      // The replica may still be behind: its followers, too, get what is left a moment later.
      for (const end = performance.now() + 20_000; performance.now() < end; await pause(200)) {
        await this.read(run, id)
        difference = await compare(run, id, kept.rows, sql)
        if (difference === '') break
      }
      if (difference) this.faults.push(`the exports of project ${id}: ${difference}`)
    }
    return this.faults
  }

  sentence(): string {
    const sum = (of: (kept: Kept) => number) => [...this.kept.values()].reduce((total, kept) => total + of(kept), 0)
    return `${this.exports} exports, each from the cursor of the one before, gave ${sum(({ given }) => given)} rows of ${sum(({ rows }) => rows.size)} results; ${sum(({ again }) => again)} rows came twice with nothing changed`
  }

  private async read(run: Run, id: number): Promise<void> {
    const kept = this.kept.get(id) as Kept
    const read = await readRows(run, id, kept.cursor)
    if (!read) return
    if ('refusal' in read) {
      this.faults.push(`an export's own cursor ${kept.cursor} was refused: ${read.refusal}`)
      return
    }
    this.exports++
    kept.cursor = read.cursor
    for (const [task, row] of read.rows) {
      kept.given++
      if (kept.rows.get(task) === row) kept.again++
      if (row.includes('"status":"withdrawn"')) kept.rows.delete(task)
      else kept.rows.set(task, row)
    }
  }
}

async function compare(run: Run, id: number, kept: Map<string, string>, sql: postgres.Sql): Promise<string> {
  const there = await sql<{ task_id: string }[]>`
    select r.task_id from results r join tasks t on t.project_id = r.project_id and t.id = r.task_id
    where r.project_id = ${id} and not r.practice
      and (t.status = 'completed' or t.status <> 'needs_review' and t.completed_at is not null)`
  const missing = there.filter(({ task_id }) => !kept.has(task_id))
  if (missing.length > 0) return `${missing.length} results were never given, such as ${missing[0]?.task_id}`
  if (kept.size > there.length)
    return `${kept.size - there.length} results were given and are no more, and nobody said so`
  const whole = await readRows(run, id, '')
  if (!whole || 'refusal' in whole) return 'a whole export could not be read'
  const other = whole.rows.find(([task, row]) => kept.get(task) !== row)
  return other ? `the last of ${other[0]} was not given` : ''
}

type Read = { rows: [task: string, row: string][]; cursor: string } | { refusal: string } | null

/** Null: it could not be had, or broke off; it is asked for again. */
async function readRows({ stand, key }: Run, id: number, cursor: string): Promise<Read> {
  try {
    const url = `${stand.url()}/projects/${id}/results${cursor && `?after=${cursor}`}`
    const response = await fetch(url, { headers: { authorization: key }, signal: AbortSignal.timeout(15_000) })
    const text = await response.text()
    if (response.status >= 500) return null
    if (!response.ok) return { refusal: text.slice(0, 200) }
    const rows = text.split('\n').slice(0, -1)
    return {
      rows: rows.map((row) => [(JSON.parse(row) as { task_id: string }).task_id, row]),
      cursor: response.headers.get('whisker-cursor') as string,
    }
  } catch {
    return null
  }
}

import { createHash } from 'node:crypto'
import { isDeepStrictEqual } from 'node:util'
import type { ItemResult } from '@whisker/api/field-result.ts'
import type { Release } from '@whisker/api/releases.ts'
import { rowText, type Spooled } from '../spool.ts'

type Counted = Pick<Release, 'tasks' | 'answers' | 'answers_per_task' | 'methods' | 'agreement' | 'jsonl_sha256'> & {
  structured: string[]
}

/** Counts what is in a release, line by line. */
export class ReleaseCount {
  private tasks = 0
  private answers = 0
  private min = Number.POSITIVE_INFINITY
  private max = 0
  private readonly methods: Release['methods'] = {}
  private readonly votes = new Map<string, { agreeing: number; all: number }>()
  /** Fields whose values are objects, or lists of them. */
  private readonly structured = new Set<string>()
  private readonly jsonl = createHash('sha256')

  add(line: string): void {
    this.jsonl.update(rowText(line)).update('\n')
    const { row } = JSON.parse(line) as Spooled
    this.tasks++
    this.answers += row.answers
    this.min = Math.min(this.min, row.answers)
    this.max = Math.max(this.max, row.answers)
    if (row.method) this.methods[row.method] = (this.methods[row.method] ?? 0) + 1
    for (const item of row.result ?? []) this.addVotes(item)
  }

  done(): Counted {
    const { tasks, answers, methods } = this
    const mean = tasks === 0 ? 0 : Math.round((answers / tasks) * 100) / 100
    const agreement = [...this.votes].map(([field, { agreeing, all }]) => [field, round4(agreeing / all)] as const)
    return {
      ...{ tasks, answers, methods },
      answers_per_task: { min: tasks === 0 ? 0 : this.min, mean, max: this.max },
      agreement: Object.fromEntries(agreement),
      structured: [...this.structured],
      jsonl_sha256: this.jsonl.digest('hex'),
    }
  }

  private addVotes(item: ItemResult): void {
    for (const [field, { value, votes, objects }] of Object.entries(item)) {
      if (Array.isArray(value) && typeof value[0] === 'object' && !Array.isArray(value[0])) this.structured.add(field)
      // No two people draw the same box: how far they agree is told of each object instead.
      if (objects) continue
      const all = votes.reduce((sum, { count }) => sum + count, 0)
      if (all < 2) continue
      const counted = this.votes.get(field) ?? { agreeing: 0, all: 0 }
      counted.all += all
      counted.agreeing += votes.find((vote) => isDeepStrictEqual(vote.value, value))?.count ?? 0
      this.votes.set(field, counted)
    }
  }
}

const round4 = (share: number) => Math.round(share * 1e4) / 1e4

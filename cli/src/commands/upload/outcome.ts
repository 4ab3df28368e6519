import { nameOfPath } from '@whisker/api/file-names.ts'

/** What became of one file. */
export type Outcome =
  | {
      status: 'created' | 'already_there'
      name: string
      path: string
      sha256: string
      taskId: string
      /** What the service says of the picture, although it is shown. */
      warnings?: string[]
    }
  /** The same picture was met under another name in this run: there is one task for both. */
  | { status: 'same_picture'; name: string; path: string; sha256: string; taskId: string | null; sameAs: string }
  /** The history of the article's script names it. */
  | { status: 'sent_before'; name: string; path: string }
  /** With `--dry-run`. */
  | { status: 'would_send'; name: string; path: string; sha256: string }
  | { status: 'failed'; name: string; path: string; code: string; detail: string }

export type Failed = Outcome & { status: 'failed' }

/** The sums of a run, and what a person wants to read at its end. */
export class Tally {
  readonly counts: Record<Outcome['status'], number> = {
    created: 0,
    already_there: 0,
    same_picture: 0,
    sent_before: 0,
    would_send: 0,
    failed: 0,
  }
  readonly failures: Failed[] = []
  readonly warned: { name: string; warnings: string[] }[] = []
  /** Their paths are longer than the service keeps of a name; the end was kept. */
  readonly shortened: string[] = []
  readonly sameAs: { name: string; sameAs: string }[] = []
  /** Files that are no pictures by their names: how many of each ending, and of hidden ones. */
  readonly passedOver = new Map<string, number>()
  /** Names that differ only in upper and lower case, or in how accents are written: one of them is lost on some disks. */
  readonly lookalikes: [string, string][] = []
  private readonly names = new Map<string, string>()

  get total(): number {
    return Object.values(this.counts).reduce((sum, count) => sum + count, 0)
  }

  add(outcome: Outcome): void {
    this.counts[outcome.status]++
    if (outcome.status === 'failed') this.failures.push(outcome)
    if ('warnings' in outcome && outcome.warnings) this.warned.push({ name: outcome.name, warnings: outcome.warnings })
    if (outcome.status !== 'failed' && nameOfPath(outcome.name).isShortened) this.shortened.push(outcome.name)
    if (outcome.status === 'same_picture' && this.sameAs.length < 1000) this.sameAs.push(outcome)
  }

  passOver(why: string): void {
    this.passedOver.set(why, (this.passedOver.get(why) ?? 0) + 1)
  }

  /** Gives up beyond a number of names that fits into the memory. */
  meet(name: string): void {
    if (this.names.size > 200_000) return
    const folded = name.normalize('NFC').toLowerCase()
    const other = this.names.get(folded)
    if (other !== undefined && other !== name) this.lookalikes.push([other, name])
    else this.names.set(folded, name)
  }
}

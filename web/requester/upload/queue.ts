/** What became of one file. `passing`: not decided yet, ask again (no network, server busy). */
export type Outcome =
  /** `remark`: what the service says of the picture, although it is shown. */
  | { state: 'sent' | 'duplicate'; remark?: string }
  | { state: 'refused'; reason: string }
  | { state: 'passing'; reason: string; waitS: number | null }

/** A file that may still have to be opened: a dropped folder of 100,000 is not read at once. */
export type Source = { path: string; open: () => Promise<File> }

export type UploadView = {
  total: number
  sent: number
  duplicates: string[]
  refused: { path: string; reason: string }[]
  /** Taken, with something that a person should know. */
  remarks: { path: string; reason: string }[]
  /** What systems leave in folders: how many of each kind. */
  passedOver: ReadonlyMap<string, number>
  /** Files that are being sent right now. */
  active: number
  paused: boolean
  /** Why nothing moves at the moment; it is tried again by itself. */
  trouble: string | null
}

const parallel = 4

/**
 * Sends files, a few at a time, until each is sent or refused. States of a file: waiting -> active -> sent | duplicate |
 * refused, or back to waiting when the way was closed; then the queue slows down (1, 2, 4 ... 30 s) and heals by itself.
 * Lists grow by the files that need a look only, so that a folder of any size fits.
 */
export class UploadQueue {
  private readonly send: (source: Source) => Promise<Outcome>
  private readonly changed: () => void
  private waiting: Source[] = []
  private view: UploadView = {
    total: 0,
    sent: 0,
    duplicates: [],
    refused: [],
    remarks: [],
    passedOver: new Map(),
    active: 0,
    paused: false,
    trouble: null,
  }
  private delayMs = 0
  private timer: ReturnType<typeof setTimeout> | undefined

  constructor(send: (source: Source) => Promise<Outcome>, changed: () => void) {
    this.send = send
    this.changed = changed
  }

  get state(): UploadView {
    return this.view
  }

  get finished(): boolean {
    return this.waiting.length === 0 && this.view.active === 0
  }

  add(sources: readonly Source[]): void {
    // Not `push(...sources)`: the arguments of a call have a limit, and folders have not.
    this.waiting = this.waiting.concat(sources)
    this.update({ total: this.view.total + sources.length })
    this.fill()
  }

  /** What is not even opened; it does not count as a file to be sent. */
  passOver(counts: ReadonlyMap<string, number>): void {
    const passedOver = new Map(this.view.passedOver)
    for (const [why, count] of counts) passedOver.set(why, (passedOver.get(why) ?? 0) + count)
    this.update({ passedOver })
  }

  pause(): void {
    this.update({ paused: true })
  }

  resume(): void {
    this.update({ paused: false, trouble: null })
    this.wake()
  }

  /** Tries again at once, because the way is known to be open. */
  wake(): void {
    this.delayMs = 0
    clearTimeout(this.timer)
    this.timer = undefined
    this.fill()
  }

  /** Forgets what has not begun yet; what is on its way still arrives. */
  stop(): void {
    clearTimeout(this.timer)
    this.timer = undefined
    this.update({ total: this.view.total - this.waiting.length, paused: false, trouble: null })
    this.waiting = []
    this.changed()
  }

  private fill(): void {
    // After a trouble one file tries the way before the others follow.
    const max = this.delayMs > 0 ? 1 : parallel
    while (!this.view.paused && !this.timer && this.view.active < max) {
      const source = this.waiting.shift()
      if (!source) break
      void this.run(source)
    }
  }

  private async run(source: Source): Promise<void> {
    this.update({ active: this.view.active + 1 })
    let outcome: Outcome
    try {
      outcome = await this.send(source)
    } catch (error) {
      outcome = { state: 'refused', reason: error instanceof Error ? error.message : String(error) }
    }
    const active = this.view.active - 1
    if (outcome.state === 'passing') {
      this.waiting.unshift(source)
      this.delayMs = Math.min(Math.max(this.delayMs * 2, 1000, (outcome.waitS ?? 0) * 1000), 30_000)
      this.timer ??= setTimeout(() => {
        this.timer = undefined
        this.fill()
      }, this.delayMs)
      this.update({ active, trouble: outcome.reason })
      return
    }
    this.delayMs = 0
    // The lists grow in place; copying them for each file would take the square of their length.
    if (outcome.state === 'duplicate') this.view.duplicates.push(source.path)
    else if (outcome.state === 'refused') this.view.refused.push({ path: source.path, reason: outcome.reason })
    if ('remark' in outcome && outcome.remark) this.view.remarks.push({ path: source.path, reason: outcome.remark })
    this.update({ active, trouble: null, sent: this.view.sent + (outcome.state === 'sent' ? 1 : 0) })
    this.fill()
  }

  private update(change: Partial<UploadView>): void {
    this.view = { ...this.view, ...change }
    this.changed()
  }
}

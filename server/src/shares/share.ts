/** What one holder has of a share: bytes of a body, or one place. */
export type Hold = {
  /** Makes it smaller at once, or larger when there is room; larger waits its turn like everybody else. */
  resize(size: number, signal?: AbortSignal): Promise<void>
  /** How much it is now. */
  readonly size: number
  /** Gives it back; calling it again does nothing. */
  leave(): void
}

export type ShareOptions = {
  /** All there is on this server: bytes, or places. */
  total: number
  /** The most that one holder gets of it, here and on other servers. */
  maxOfOne: number
  /** One holder never gets more than is left for others: one at its worst holds half, two hold two thirds. */
  leavesRoom?: boolean
  /** How long to wait for room; 0: refused at once. */
  waitMs: number
  /** The most that wait for one holder. */
  maxWaiting?: number
}

/** A name for what stands for many holders: only the total bounds it. */
export const everybody = ''

type Waiting = { name: string; size: number; enter: () => void }

/** There was no room: `own`, the holder has all that one may have; `all`, the service has its hands full. */
export class NoRoom extends Error {
  readonly whose: 'own' | 'all'

  constructor(whose: 'own' | 'all') {
    super('no room')
    this.whose = whose
  }
}

/**
 * Divides something that is held for a while (bytes in memory, streams, long-polls, connections) among those who ask.
 *
 * Who does not fit waits, in the order of asking. Only who has all that one holder may have is passed over until something
 * of theirs comes back: nobody waits because of another's share, and a large body is not overtaken by small ones for ever.
 */
export class Share {
  readonly options: ShareOptions
  private used = 0
  private readonly held = new Map<string, number>()
  private readonly queue: Waiting[] = []
  private readonly waitingOf = new Map<string, number>()
  /** What this holder has on other servers (exchange.ts). */
  private elsewhere = new Map<string, number>()

  constructor(options: ShareOptions) {
    this.options = options
  }

  get inUse(): number {
    return this.used
  }

  get waiting(): number {
    return this.queue.length
  }

  /** Who holds how much, for the other servers. */
  holders(): IterableIterator<[string, number]> {
    return this.held.entries()
  }

  heldElsewhere(held: Map<string, number>): void {
    this.elsewhere = held
  }

  /**
   * @param signal aborts when the asker has gone: room that nobody takes would be lost for ever.
   * @throws {NoRoom}
   */
  async enter(name: string, size = 1, signal?: AbortSignal): Promise<Hold> {
    await this.take(name, this.fitting(size), signal)
    return this.hold(name, this.fitting(size))
  }

  /** Without waiting: null when there is no room. */
  enterNow(name: string, size = 1): Hold | null {
    const wanted = this.fitting(size)
    if (!this.hasRoom(name, wanted)) return null
    this.add(name, wanted)
    return this.hold(name, wanted)
  }

  private hasRoom(name: string, size: number): boolean {
    return this.isAllowed(name, size) && this.used + size <= this.options.total && !this.isSomebodyFirst(name)
  }

  /** What is larger than one holder's part counts as all of it, and so goes alone. */
  private fitting(size: number): number {
    return Math.min(size, this.options.maxOfOne, this.options.total)
  }

  private hold(name: string, first: number): Hold {
    let size = first
    let left = false
    const share = this
    return {
      get size() {
        return size
      },
      async resize(to, signal) {
        const wanted = share.fitting(to)
        if (left || wanted === size) return
        if (wanted < size) share.give(name, size - wanted)
        else await share.take(name, wanted - size, signal)
        // Gone meanwhile: what came too late goes back.
        if (left) share.give(name, wanted - size)
        else size = wanted
      },
      leave() {
        if (left) return
        left = true
        share.give(name, size)
      },
    }
  }

  private async take(name: string, size: number, signal?: AbortSignal): Promise<void> {
    if (this.hasRoom(name, size)) return this.add(name, size)
    const { waitMs, maxWaiting = Number.POSITIVE_INFINITY } = this.options
    if (waitMs === 0 || (this.waitingOf.get(name) ?? 0) >= maxWaiting) throw new NoRoom(this.whose(name, size))
    await this.wait(name, size, waitMs, signal)
  }

  /** Within what one holder may have. */
  private isAllowed(name: string, size: number): boolean {
    if (name === everybody) return true
    const { total, maxOfOne, leavesRoom } = this.options
    const held = this.held.get(name) ?? 0
    if (held + size + (this.elsewhere.get(name) ?? 0) > maxOfOne && held > 0) return false
    return !leavesRoom || held === 0 || held + size <= total - this.used
  }

  private whose(name: string, size: number): 'own' | 'all' {
    return this.isAllowed(name, size) ? 'all' : 'own'
  }

  /** Somebody of the same name, or somebody who waits for nothing but room. */
  private isSomebodyFirst(name: string): boolean {
    return this.queue.some((one) => one.name === name || this.isAllowed(one.name, one.size))
  }

  private wait(name: string, size: number, waitMs: number, signal?: AbortSignal): Promise<void> {
    this.waitingOf.set(name, (this.waitingOf.get(name) ?? 0) + 1)
    return new Promise((resolve, reject) => {
      const end = () => {
        clearTimeout(timer)
        signal?.removeEventListener('abort', giveUp)
        const left = (this.waitingOf.get(name) ?? 1) - 1
        if (left > 0) this.waitingOf.set(name, left)
        else this.waitingOf.delete(name)
      }
      const waiting: Waiting = {
        name,
        size,
        enter: () => {
          end()
          resolve()
        },
      }
      const giveUp = () => {
        end()
        this.queue.splice(this.queue.indexOf(waiting), 1)
        reject(new NoRoom(this.whose(name, size)))
        this.letIn()
      }
      const timer = setTimeout(giveUp, waitMs)
      signal?.addEventListener('abort', giveUp, { once: true })
      this.queue.push(waiting)
      if (signal?.aborted) giveUp()
    })
  }

  private letIn(): void {
    const passedOver = new Set<string>()
    for (let at = 0; at < this.queue.length; ) {
      const next = this.queue[at] as Waiting
      if (passedOver.has(next.name) || !this.isAllowed(next.name, next.size)) {
        passedOver.add(next.name)
        at++
        continue
      }
      if (this.used + next.size > this.options.total) return
      this.queue.splice(at, 1)
      this.add(next.name, next.size)
      next.enter()
    }
  }

  private add(name: string, size: number): void {
    this.used += size
    this.held.set(name, (this.held.get(name) ?? 0) + size)
  }

  private give(name: string, size: number): void {
    this.used -= size
    const left = (this.held.get(name) ?? 0) - size
    if (left > 0) this.held.set(name, left)
    else this.held.delete(name)
    if (this.queue.length > 0) this.letIn()
  }
}

import { ApiError } from '@whisker/api/client.ts'
import { networkFault } from './failure.ts'

/** The service stayed away for longer than we wait, or asks for more patience than we have. */
export class OutageTooLong extends Error {}
/** The person asked to stop while we waited. */
export class Stopped extends Error {}
/** This one request fails each time while others succeed: it is to be given up, the rest goes on. */
export class RequestGivenUp extends Error {}
/** Part of an answer says "try again". */
export class TryAgain extends Error {
  readonly code: string

  constructor(code: string, message: string) {
    super(message)
    this.code = code
  }
}

/** Codes of a line of an answer that say "try again". */
export const passingCodes: ReadonlySet<string> = new Set(['unavailable', 'storage_full', 'rate_limited', 'internal'])

export type OutageOptions = {
  /** Waiting in one outage, in ms, all pauses added up. Sums, not the clock: a laptop that slept an hour has not waited. */
  maxMs?: number
  firstPauseMs?: number
  maxPauseMs?: number
  stop?: AbortSignal
  /** A pause of at least a second begins, or the reason has changed. */
  onWaiting?: (reason: string, pauseMs: number) => void
  onBack?: () => void
}

const maxAttempts = 6
/** So many requests in a row that can only be answered with 500: it is the service after all. */
const maxGivenUp = 20

/**
 * Retries, shared by all requests of a run (a circuit breaker). While the service answers, everything passes. When a
 * request fails in a way that will pass (429, 503 and other 5xx, a broken connection), no request goes out for a pause:
 * what `Retry-After` says, or 0.1 s doubling up to 30 s, each shortened at random by up to half, so that many
 * uploaders do not come back in step. Then one request alone tries. When it succeeds, all others follow.
 *
 * A request that fails {@link maxAttempts} times with 500, or with a broken connection while others succeed, is at
 * fault itself. 429 and 503 never are: they say that the service has no room.
 */
export class Outage {
  private readonly options: Required<Pick<OutageOptions, 'maxMs' | 'firstPauseMs' | 'maxPauseMs'>> & OutageOptions
  private isOpen = true
  private isProbing = false
  /** Grows with each closing: a request that went out before tells nothing about now. */
  private epoch = 0
  private pauses = 0
  private waitedMs = 0
  private successes = 0
  private givenUp = 0
  private readyAt = 0
  private timer: NodeJS.Timeout | null = null
  private over: OutageTooLong | null = null
  private waiting: { admit: () => void; refuse: (error: Error) => void }[] = []

  constructor(options: OutageOptions = {}) {
    this.options = {
      ...options,
      maxMs: options.maxMs ?? 600_000,
      firstPauseMs: options.firstPauseMs ?? 100,
      maxPauseMs: options.maxPauseMs ?? 30_000,
    }
    options.stop?.addEventListener('abort', () => this.refuseAll(new Stopped()), { once: true })
  }

  /**
   * Runs a request until it succeeds or is refused for good.
   *
   * @throws {OutageTooLong} | {Stopped} | {RequestGivenUp}, or what `request` throws when trying again is no use
   */
  async run<T>(request: (attempt: number) => Promise<T>): Promise<T> {
    let successesBefore = this.successes
    for (let attempt = 1; ; attempt++) {
      const epoch = await this.enter()
      try {
        const value = await request(attempt)
        this.succeeded(epoch)
        return value
      } catch (error) {
        const fault = classify(error)
        if (!fault) {
          // It has answered: that is all that the others wait for.
          this.succeeded(epoch)
          throw error
        }
        if (attempt === 1) successesBefore = this.successes
        // Throws nothing: who finds the gate shut for good is told when entering.
        this.failed(epoch, fault)
        if (!fault.mayBeTheRequest || attempt < maxAttempts) continue
        const othersSucceed = this.successes > successesBefore
        if (othersSucceed || (fault.isAnswer && ++this.givenUp < maxGivenUp))
          throw new RequestGivenUp(`failed ${attempt} times: ${fault.reason}`)
      }
    }
  }

  private enter(): Promise<number> {
    if (this.over) throw this.over
    if (this.isOpen) return Promise.resolve(this.epoch)
    if (this.options.stop?.aborted) throw new Stopped()
    return new Promise((resolve, reject) => {
      this.waiting.push({ admit: () => resolve(this.epoch), refuse: reject })
      this.admitOne()
    })
  }

  private succeeded(epoch: number): void {
    this.successes++
    this.givenUp = 0
    if (this.isOpen || epoch !== this.epoch) return
    this.isOpen = true
    this.isProbing = false
    this.pauses = 0
    this.waitedMs = 0
    this.options.onBack?.()
    for (const { admit } of this.waiting.splice(0)) admit()
  }

  private failed(epoch: number, fault: Fault): void {
    if (!this.isOpen && epoch !== this.epoch) {
      this.prolong(fault)
      return
    }
    this.isOpen = false
    this.isProbing = false
    this.epoch++
    const { firstPauseMs, maxPauseMs, maxMs } = this.options
    const backoffMs = Math.min(firstPauseMs * 2 ** this.pauses, maxPauseMs) * (0.5 + Math.random() / 2)
    const pauseMs = Math.max(backoffMs, fault.retryAfterMs)
    this.pauses++
    this.waitedMs += pauseMs + fault.spentMs
    if (this.waitedMs > maxMs) {
      this.over = new OutageTooLong(fault.reason)
      this.refuseAll(this.over)
      return
    }
    if (pauseMs >= 1000) this.options.onWaiting?.(fault.reason, pauseMs)
    this.pause(pauseMs)
  }

  /** A request from before the closing failed too; all that it adds is a later `Retry-After`. */
  private prolong(fault: Fault): void {
    if (this.isProbing || performance.now() + fault.retryAfterMs <= this.readyAt) return
    this.pause(Math.min(fault.retryAfterMs, this.options.maxMs))
  }

  private pause(ms: number): void {
    if (this.timer) clearTimeout(this.timer)
    this.readyAt = performance.now() + ms
    this.timer = setTimeout(() => {
      this.timer = null
      this.admitOne()
    }, ms)
  }

  private admitOne(): void {
    if (this.isOpen || this.isProbing || this.timer) return
    const first = this.waiting.shift()
    if (!first) return
    this.isProbing = true
    first.admit()
  }

  private refuseAll(error: Error): void {
    if (this.timer) clearTimeout(this.timer)
    this.timer = null
    for (const { refuse } of this.waiting.splice(0)) refuse(error)
  }
}

type Fault = {
  reason: string
  retryAfterMs: number
  spentMs: number
  mayBeTheRequest: boolean
  /** The service is there: it has answered, if only with an error. */
  isAnswer: boolean
}

/** @returns null for what will not be different next time */
function classify(error: unknown): Fault | null {
  if (error instanceof TryAgain) {
    const mayBeTheRequest = error.code === 'internal'
    return { reason: error.message, retryAfterMs: 0, spentMs: 0, mayBeTheRequest, isAnswer: true }
  }
  if (error instanceof ApiError) {
    const { status, detail } = error.problem
    if (status !== 429 && status !== 408 && status < 500) return null
    const isBusy = status === 429 || status === 502 || status === 503 || status === 504
    return {
      reason: `it answers "${detail}"`,
      retryAfterMs: (error.retryAfterS ?? 0) * 1000,
      spentMs: 0,
      mayBeTheRequest: !isBusy,
      isAnswer: true,
    }
  }
  const network = networkFault(error)
  if (!network) return null
  // A connection that is not answered costs its time-out as well.
  return {
    reason: network,
    retryAfterMs: 0,
    spentMs: /does not answer/.test(network) ? 60_000 : 0,
    mayBeTheRequest: true,
    isAnswer: false,
  }
}

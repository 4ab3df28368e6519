import type { Config } from '../config.ts'
import type { Exchanged } from './exchange.ts'
import { type KindOfRate, type KindOfShare, kindsOfShares } from './kinds.ts'
import { type Limit, Rate } from './rate.ts'
import { tooMany, tooOften } from './refusal.ts'
import { type Hold, NoRoom, Share, type ShareOptions } from './share.ts'
import { Steps } from './steps.ts'

/** Exports that run at once: each holds a connection and a snapshot for as long as its reader takes. */
export const exportsAtOnce = 6

/**
 * The one place that decides who gets how much of this service: see "Shares" in ARCHITECTURE.md. What is held is a
 * {@link Share}, what happens is a {@link Rate}; both are asked by name, a workspace's, a key's, a person's or a network's.
 */
export class Shares {
  private readonly shares: Record<KindOfShare, Share>
  private readonly rates: Record<KindOfRate, Rate>
  private readonly limits: Record<KindOfRate | 'person_requests' | 'network_requests', Limit>
  private readonly steps = new Steps()
  /** How often somebody was told to come back, by kind. */
  readonly refused = new Map<string, number>()

  constructor(config: Config) {
    const places = (total: number, maxOfOne: number, waitMs: number) =>
      new Share({ total, maxOfOne, waitMs, leavesRoom: true, maxWaiting: 2000 } satisfies ShareOptions)
    const bytes = (total: number, maxOfOne: number) => places(total, maxOfOne, 10_000)
    this.shares = {
      intake: bytes(config.maxInflightBytes, config.maxInflightBytes / 2),
      answers: bytes(24_000_000, 6_000_000),
      strangers: bytes(4_000_000, 500_000),
      lines: bytes(config.maxInflightBytes, config.maxInflightBytes / 2),
      // Each keeps a batch in memory.
      streams: places(Math.max(60, 2 * config.streams), config.streams, 0),
      polls: places(Math.max(2000, 2 * config.longPolls), config.longPolls, 0),
      // What reads holds a connection to the database for as long as it takes: one workspace never has all that take and submit need.
      reads: places(2 * config.databasePool, Math.max(2, Math.floor(config.databasePool / 2)), 10_000),
      // Long-polls ask twice a second, all their life; two at a time, so that their own workspace's questions find room as well.
      news: places(config.databasePool, 2, 30_000),
      exports: new Share({ total: exportsAtOnce, maxOfOne: 2, waitMs: 0 }),
      // In front of the one thread and the database: who asks a thousand things at once is served so many at a time, and
      // another's request finds at most those before it. Writes are 48, because 32 senders of pictures wait for the disk
      // more than for anything else.
      work: places(256, 48, 10_000),
      people: places(512, 6, 10_000),
      // A network may be an office in which a hundred people open their link at nine o'clock. They wait for each other here: in
      // the database they would for the row of the link, and too long for a statement.
      visitors: places(256, 12, 30_000),
      connections: places(config.connections, config.connections, 0),
    }
    const rate = (perS: number, burst = 2 * perS): Limit => ({ perS, burst })
    this.rates = { requests: new Rate(), workspace_requests: new Rate(), misses: new Rate(), skips: new Rate() }
    this.limits = {
      requests: rate(config.keyRequestsPerS),
      person_requests: rate(config.personRequestsPerS),
      network_requests: rate(config.networkRequestsPerS, 5 * config.networkRequestsPerS),
      workspace_requests: rate(config.workspaceRequestsPerS),
      misses: rate(config.missesPerS, 20 * config.missesPerS),
      skips: rate(config.skipsPerMinute / 60, 2 * config.skipsPerMinute),
    }
  }

  /** What is bounded over all servers together. Bytes are each server's own memory, and connections its own. */
  get exchanged(): Exchanged {
    const { streams, polls } = this.shares
    return { rates: this.rates, shares: { streams, polls } }
  }

  /** @throws {ApiProblem} 429 when the holder has all of theirs, 503 when the service has its hands full. */
  async enter(kind: KindOfShare, name: string, size = 1, signal?: AbortSignal): Promise<Hold> {
    try {
      return await this.shares[kind].enter(name, size, signal)
    } catch (error) {
      throw this.asProblem(kind, error)
    }
  }

  /** Without waiting: null when there is no room. */
  enterNow(kind: KindOfShare, name: string, size = 1): Hold | null {
    const hold = this.shares[kind].enterNow(name, size)
    if (!hold) this.noteRefusal(kind)
    return hold
  }

  /** Resolves when a stream of this holder may work on what has come of it. */
  step(name: string): Promise<void> {
    return this.steps.next(name)
  }

  /** Makes a hold larger or smaller. @throws {ApiProblem} like `enter` */
  async resize(kind: KindOfShare, hold: Hold, size: number, signal?: AbortSignal): Promise<void> {
    try {
      await hold.resize(size, signal)
    } catch (error) {
      throw this.asProblem(kind, error)
    }
  }

  /** Counts one request. @throws {ApiProblem} `rate_limited` */
  countRequest(who: Who): void {
    const kind = who.kind === 'key' ? 'requests' : (`${who.kind}_requests` as const)
    this.count('requests', who.name, this.limits[kind])
    if (who.tenant !== who.name) this.count('workspace_requests', who.tenant, this.limits.workspace_requests)
  }

  /** Counts a look-up that found nothing, or a credential that is none; says nothing. */
  countMiss(who: Who): void {
    this.rates.misses.take(who.name, this.limits.misses)
  }

  /** @throws {ApiProblem} `rate_limited` when the last look-ups failed too often. */
  checkMisses(who: Who): void {
    this.refuse('misses', this.rates.misses.wait(who.name, this.limits.misses), this.limits.misses)
  }

  /** @throws {ApiProblem} `rate_limited` */
  countSkip(personId: string): void {
    this.count('skips', `person:${personId}`, this.limits.skips)
  }

  /** For /metrics. */
  figures(): { kind: KindOfShare; inUse: number; waiting: number; total: number }[] {
    return kindsOfShares.map((kind) => {
      const { inUse, waiting, options } = this.shares[kind]
      return { kind, inUse, waiting, total: options.total }
    })
  }

  private count(kind: KindOfRate, name: string, limit: Limit): void {
    this.refuse(kind, this.rates[kind].take(name, limit), limit)
  }

  private refuse(kind: KindOfRate, waitS: number, limit: Limit): void {
    if (waitS === 0) return
    this.noteRefusal(kind)
    throw tooOften(kind, waitS, limit)
  }

  private asProblem(kind: KindOfShare, error: unknown): unknown {
    if (!(error instanceof NoRoom)) return error
    this.noteRefusal(kind)
    return tooMany(kind, error.whose)
  }

  private noteRefusal(kind: string): void {
    this.refused.set(kind, (this.refused.get(kind) ?? 0) + 1)
  }
}

/** Who a request counts for: a key or a person in their workspace, a person who works, or a stranger's network. */
export type Who = { kind: 'key' | 'person' | 'network'; name: string; tenant: string }

/** A place in a lane of the queue: entries are ordered by transaction, then position. */
export type Place = { xid: number; position: number }

/** A task that stands in the queue with places free. */
export type Entry = Place & { id: string; lane: 0 | 1; free: number }

export const isBefore = (a: Place, b: Place): boolean => a.xid < b.xid || (a.xid === b.xid && a.position < b.position)

const isSame = (a: Place, b: Place): boolean => a.xid === b.xid && a.position === b.position

const beginning: Place = { xid: 0, position: 0 }

/** Entries that a worker was offered lately: not to be offered again where they stand, though that is behind the worker's place. */
const maxRecent = 16
/** Tasks that a worker has answered lately: one that asks for more answers stands in lane 1, and is not for them. */
const maxDone = 128
const maxEntries = 1024
const maxWorkers = 10_000

/** How long what came back, and stands in lane 1 in front of all others, may wait for being seen. */
const maxReadMs = 100

/** What others take from the same queue: so long after that was seen, and among so many entries, a worker's is chosen by chance. */
const sharedMs = 1000
const spread = 64

type Asking = { workerId: string; count: number }

type Worker = { passed: [Place, Place]; recent: Place[]; done: Set<string> }

/** One lane, in order. Entries leave it when all their places are given. */
class Lane {
  entries: Entry[] = []
  /** How far it was read; nothing that can still appear stands in front of it. */
  readTo = beginning
  /** What stood in front of it is here no more. Who has not passed it does not use this window. */
  from = beginning

  /** The first entry behind a place. */
  behind(place: Place): number {
    let [low, high] = [0, this.entries.length]
    while (low < high) {
      const middle = (low + high) >> 1
      if (isBefore(place, this.entries[middle] as Entry)) high = middle
      else low = middle + 1
    }
    return low
  }

  /** The entry that stands at a place. */
  at(place: Place): Entry | undefined {
    const entry = this.entries[this.behind(place) - 1]
    return entry && isSame(entry, place) ? entry : undefined
  }

  add(entry: Entry): void {
    this.entries.splice(this.behind(entry), 0, entry)
    if (this.entries.length <= maxEntries) return
    const left = this.entries.shift() as Entry
    this.from = left
  }

  remove(entry: Entry): void {
    const at = this.behind(entry) - 1
    if (this.entries[at] === entry) this.entries.splice(at, 1)
  }

  /** All that is in it is to be read again. */
  rewind(): void {
    const [first] = this.entries
    if (!first) return
    const before = { xid: first.xid, position: first.position - 1 }
    if (isBefore(before, this.readTo)) this.readTo = before
  }
}

/**
 * The head of a project's queue as this server knows it: hints, which the claim looks up again (claim.ts). Whatever it lacks, a take
 * that walks the queue finds (take.ts); whoever gets nothing here goes there.
 *
 * Each worker has passed a place in each lane and is only offered what stands behind it, as with the cursors of the database.
 */
export class Window {
  private readonly lanes: [Lane, Lane] = [new Lane(), new Lane()]
  private readonly byId = new Map<string, Entry>()
  private readonly workers = new Map<string, Worker>()
  private horizon = 0
  private readAt = Number.NEGATIVE_INFINITY
  private isMissed = false
  /** The lanes that are being read from their beginning. */
  private rewound: (0 | 1)[] = []
  private sharedAt = Number.NEGATIVE_INFINITY

  /** Whether the queue is to be read on before these are matched. */
  isDue(wishes: readonly Asking[]): boolean {
    return this.isMissed || performance.now() - this.readAt > maxReadMs || !this.hasFor(wishes)
  }

  /**
   * Behind which places the lanes are to be read: lane 1, which goes first, each time; and all of lane 0 again when one of its entries
   * could not be given: others take from this queue as well.
   */
  toRead(wishes: readonly Asking[]): (Place & { lane: 0 | 1 })[] {
    const lanes: (0 | 1)[] = this.isMissed || !this.hasFor(wishes) ? [1, 0] : [1]
    if (this.isMissed) {
      for (const at of lanes) this.lanes[at].rewind()
      this.rewound = lanes
    }
    return lanes.map((lane) => ({ lane, ...this.lanes[lane].readTo }))
  }

  /** Whether there is enough in lane 0 behind the places of these workers; lane 1 is read with each look. */
  hasFor(wishes: readonly Asking[]): boolean {
    const wanted = wishes.reduce((sum, { count }) => sum + count, 0)
    const places = wishes.map(({ workerId }) => this.worker(workerId).passed[0])
    const furthest = places.reduce((a, b) => (isBefore(a, b) ? b : a), beginning)
    const lane = this.lanes[0]
    return lane.entries.length - lane.behind(furthest) >= wanted
  }

  /**
   * What was read, of each lane behind the place that {@link toRead} gave.
   *
   * @param horizon the oldest transaction that was running: what has its number or a higher one may have others in front of it that
   * are not there yet. It is read again, and nobody's place goes past it
   * @param max how many entries of a lane were read at the most
   */
  add(read: Entry[], horizon: number, max = Number.POSITIVE_INFINITY): void {
    this.horizon = horizon
    this.readAt = performance.now()
    if (this.rewound.length > 0) {
      this.forgetTaken(read, max)
      this.isMissed = false
      this.rewound = []
    }
    for (const entry of read) {
      const known = this.byId.get(entry.id)
      if (known) this.remove(known)
      const into = this.lanes[entry.lane]
      into.add(entry)
      this.byId.set(entry.id, entry)
      if (entry.xid < horizon && isBefore(into.readTo, entry)) into.readTo = entry
    }
    if (this.byId.size > 2 * maxEntries) this.forgetDropped()
  }

  /** Entries that stood where all was read again, and were not there: others have taken them. */
  private forgetTaken(read: Entry[], max: number): void {
    const there = new Set(read.map(({ id }) => id))
    for (const at of this.rewound) {
      const lane = this.lanes[at]
      const ofLane = read.filter((entry) => entry.lane === at)
      const last = ofLane.length < max ? null : (ofLane.at(-1) as Entry)
      const taken = lane.entries.filter((entry) => !there.has(entry.id) && !(last && isBefore(last, entry)))
      for (const entry of taken) this.remove(entry)
      if (taken.length > 0) this.sharedAt = performance.now()
    }
  }

  /** Several servers give from the same head: each from another place in it, or all but one would come too late. */
  private get isShared(): boolean {
    return performance.now() - this.sharedAt < sharedMs
  }

  /** Up to `count` tasks for a worker, and their places taken; null when there are not so many. */
  match(workerId: string, count: number): Entry[] | null {
    const worker = this.worker(workerId)
    const found: Entry[] = []
    for (const at of [1, 0] as const) {
      const lane = this.lanes[at]
      if (isBefore(worker.passed[at], lane.from)) return null
      const missing = count - found.length
      const max = this.isShared ? missing * spread : missing
      const some: Entry[] = []
      for (let n = lane.behind(worker.passed[at]); n < lane.entries.length && some.length < max; n++) {
        const entry = lane.entries[n] as Entry
        if (!worker.done.has(entry.id) && !worker.recent.some((place) => isSame(place, entry))) some.push(entry)
      }
      found.push(...(max > missing ? byChance(some) : some).slice(0, missing))
    }
    if (found.length < count) return null
    for (const entry of found) this.give(entry)
    return found
  }

  /**
   * The worker was given these, or could not be: a task that they skipped stands in lane 1 for others. One that comes
   * back stands elsewhere and is a new one, also to who had it.
   */
  passed(workerId: string, entries: readonly (Place & { lane: number })[]): void {
    const worker = this.worker(workerId)
    for (const { lane, xid, position } of entries) {
      const place = { xid, position }
      worker.recent.push(place)
      // By chance: what stands in front of it is still for this worker.
      if (this.isShared) continue
      if ((lane === 0 || lane === 1) && xid < this.horizon && isBefore(worker.passed[lane], place))
        worker.passed[lane] = place
    }
    worker.recent.splice(0, worker.recent.length - maxRecent)
  }

  /** The same by the general way, which looks at all of lane 1 first: who was given something of lane 0 has passed what stands there. */
  took(workerId: string, places: readonly (Place & { lane: number })[]): void {
    this.passed(workerId, places)
    for (const place of places) if (place.lane === 0 || place.lane === 1) this.give(this.lanes[place.lane].at(place))
    const worker = this.worker(workerId)
    const { readTo } = this.lanes[1]
    if (places.some(({ lane }) => lane === 0) && isBefore(worker.passed[1], readTo)) worker.passed[1] = readTo
  }

  /** The worker has answered a task. */
  answered(workerId: string, taskId: string): void {
    const { done } = this.worker(workerId)
    done.add(taskId)
    const [oldest] = done
    if (done.size > maxDone && oldest !== undefined) done.delete(oldest)
  }

  /** An entry was matched and not given: it is read again, for whoever comes next, with all that stands in front of it. */
  giveBack({ id, lane, xid, position }: Entry): void {
    this.isMissed = true
    const known = this.byId.get(id)
    if (known) this.remove(known)
    const into = this.lanes[lane]
    const before = { xid, position: position - 1 }
    if (isBefore(before, into.readTo)) into.readTo = before
  }

  /** An entry was matched and not needed. */
  keep(entry: Entry): void {
    const known = this.byId.get(entry.id)
    if (known && known !== entry) return
    entry.free++
    if (known) return
    this.lanes[entry.lane].add(entry)
    this.byId.set(entry.id, entry)
  }

  private worker(id: string): Worker {
    const known = this.workers.get(id)
    if (known) return known
    if (this.workers.size >= maxWorkers) this.workers.clear()
    const worker: Worker = { passed: [beginning, beginning], recent: [], done: new Set() }
    this.workers.set(id, worker)
    return worker
  }

  /** One of its places is given. */
  private give(entry: Entry | undefined): void {
    if (!entry) return
    entry.free--
    if (entry.free === 0) this.remove(entry)
  }

  private remove(entry: Entry): void {
    this.lanes[entry.lane].remove(entry)
    this.byId.delete(entry.id)
  }

  private forgetDropped(): void {
    this.byId.clear()
    for (const lane of this.lanes) for (const entry of lane.entries) this.byId.set(entry.id, entry)
  }
}

function byChance<T>(values: readonly T[]): T[] {
  const drawn = values.map((value) => ({ value, place: Math.random() }))
  return drawn.sort((a, b) => a.place - b.place).map(({ value }) => value)
}

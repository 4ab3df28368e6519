import { randomBytes } from 'node:crypto'

/**
 * Ids of tasks and assignments: a UUID (version 8, "custom") that knows its project. `GET /tasks/{id}` then names the
 * project in its SQL like every other statement, and finds its row by primary key on hash partitions as well.
 *
 *   48 bits milliseconds | version | 12 bits counter | variant | 32 bits project | 30 random bits
 *
 * In time order like version 7, so that new rows go to the end of the index; ids of one process always grow, also within
 * a millisecond (a batch of tasks is listed in the order of its lines). A collision, which takes two servers with the same
 * millisecond, counter and 30 random bits, is refused by the primary key. Nothing is secret about an id: what may be seen
 * is decided by scope.
 */
export function newId(projectId: number): string {
  tick()
  const bytes = Buffer.allocUnsafe(16)
  bytes.writeUIntBE(last.ms, 0, 6)
  bytes.writeUInt16BE(0x8000 | last.counter, 6)
  const random = randomBytes(4).readUInt32BE() >>> 2
  // 62 bits after the variant: 32 of the project, 30 of chance.
  bytes.writeUInt32BE((0x8000_0000 | (projectId >>> 2)) >>> 0, 8)
  bytes.writeUInt32BE(((projectId << 30) | random) >>> 0, 12)
  const hex = bytes.toString('hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`
}

const last = { ms: 0, counter: 0 }

/** Always moves on: also when the clock is set back, or 4096 ids a millisecond are not enough. */
function tick(): void {
  const now = Date.now()
  if (now > last.ms) Object.assign(last, { ms: now, counter: 0 })
  else if (last.counter < 0xfff) last.counter++
  else Object.assign(last, { ms: last.ms + 1, counter: 0 })
}

/** The project of an id; 0, which no project has, when the id was not made by {@link newId}. */
export function projectOf(id: string): number {
  const hex = id.replaceAll('-', '')
  if (hex[12] !== '8') return 0
  const project = (BigInt(`0x${hex.slice(16)}`) >> 30n) & 0xffff_ffffn
  return project <= 2_147_483_647n ? Number(project) : 0
}

/** The lowest id that could have been made at a moment: a range of ids is a range of time, by the clock of the servers. */
export function firstIdAt(ms: number): string {
  const hex = Math.min(Math.max(0, ms), 2 ** 48 - 1)
    .toString(16)
    .padStart(12, '0')
  return `${hex.slice(0, 8)}-${hex.slice(8)}-8000-8000-000000000000`
}

import { answersToTellWorkersApart } from '../fit-texts.ts'
import { crowdPairs, skillStrength, usualAccuracy } from '../one-coin.ts'

/** What a crowd has shown in a tree: how often each worker knows the next place down, level by level. */
export type PlacesCrowd = {
  levels: number
  room: number
  /** Per worker and level: how often they were at a fork as far down as that, knowing where they were; and knew on. */
  tried: Float64Array
  known: Float64Array
  /** The same of all workers together. */
  allTried: Float64Array
  allKnown: Float64Array
  /** As in online.ts: see isProven. */
  compared: Float64Array
  matched: Float64Array
  answers: number
}

export const columns = { tried: true, known: true, compared: false, matched: false } as const

export function emptyPlaces(levels: number, room = 16): PlacesCrowd {
  return {
    levels,
    room,
    ...{ tried: new Float64Array(room * levels), known: new Float64Array(room * levels) },
    ...{ allTried: new Float64Array(levels), allKnown: new Float64Array(levels) },
    ...{ compared: new Float64Array(room), matched: new Float64Array(room) },
    answers: 0,
  }
}

/** No worker is taken for infallible, or for knowing nothing at all. */
const bounds = [1e-3, 0.999] as const

/**
 * How often a worker who knows the place above knows the one at `level`, from 1: shrunk towards the crowd, and this towards any crowd,
 * which names a leaf rightly seven times of ten. A level that the crowd has not seen is as the lowest that it has.
 */
export function knowing(crowd: PlacesCrowd, worker: number, level: number): number {
  const { levels, room, tried, known, allTried, allKnown } = crowd
  const l = Math.min(level, levels) - 1
  const usual = usualAccuracy ** (1 / levels)
  const all = (allKnown[l]! + crowdPairs * usual) / (allTried[l]! + crowdPairs)
  const isApart = crowd.answers >= answersToTellWorkersApart && worker < room
  const own = isApart
    ? (known[worker * levels + l]! + skillStrength * all) / (tried[worker * levels + l]! + skillStrength)
    : all
  return Math.min(bounds[1], Math.max(bounds[0], own))
}

/** How often a worker knows the way down to a leaf. */
export function leafAccuracy(crowd: PlacesCrowd, worker: number): number {
  let right = 1
  for (let level = 1; level <= crowd.levels; level++) right *= knowing(crowd, worker, level)
  return right
}

export function makeRoom(crowd: PlacesCrowd, worker: number): void {
  if (worker < crowd.room) return
  crowd.room = Math.max(worker + 1, crowd.room * 2)
  for (const [name, byLevel] of Object.entries(columns) as [keyof typeof columns, boolean][]) {
    const larger = new Float64Array(crowd.room * (byLevel ? crowd.levels : 1))
    larger.set(crowd[name])
    crowd[name] = larger
  }
}

const packedVersion = 1

/** As bytes, for a column or another server. */
export function packPlaces(crowd: PlacesCrowd): Uint8Array {
  const { levels, room, answers, allTried, allKnown, tried, known, compared, matched } = crowd
  const parts = [[packedVersion, levels, room, answers], allTried, allKnown, tried, known, compared, matched]
  const numbers = new Float32Array(parts.reduce((sum, { length }) => sum + length, 0))
  let at = 0
  for (const part of parts) {
    numbers.set(part, at)
    at += part.length
  }
  return new Uint8Array(numbers.buffer)
}

/** @returns null for bytes that are not a whole crowd of this version. */
export function unpackPlaces(bytes: Uint8Array): PlacesCrowd | null {
  if (bytes.length % 4 !== 0 || bytes.length < 16) return null
  // A copy of its own: see unpackModel.
  const numbers = new Float32Array(Uint8Array.from(bytes).buffer)
  const [version, levels, room, answers] = numbers as unknown as [number, number, number, number]
  if (version !== packedVersion || numbers.length !== 4 + 2 * levels + 2 * room * levels + 2 * room) return null
  let at = 4
  const next = (length: number) => {
    at += length
    return Float64Array.from(numbers.subarray(at - length, at))
  }
  const [allTried, allKnown, tried, known] = [next(levels), next(levels), next(room * levels), next(room * levels)]
  return { levels, room, answers, allTried, allKnown, tried, known, compared: next(room), matched: next(room) }
}

import { shareOf, thetaOf } from './evidence.ts'

/** What a crowd has shown in putting things in order: how many pairs each worker turns round. */
export type RanksCrowd = {
  room: number
  /** How many things an answer puts in order: with more of them the same theta (evidence.ts) turns fewer pairs of a hundred round. */
  things: number
  /** Mallows' theta (belief.ts) of its people, as far as a refit knows: the mean. */
  usual: number
  /** Per worker: pairs that were put in order, and those that were wrong as far as is believed. */
  pairs: Float64Array
  wrong: Float64Array
  allPairs: number
  /** Of the pairs of all: how many share a place. */
  tied: number
  /** As in online.ts: see isProven. */
  compared: Float64Array
  matched: Float64Array
  answers: number
}

/** Of any crowd: of four things it turns one pair of five round. Worth so many people. */
const usualTheta = 1
const usualPeople = 5
/** What is thought of the crowd is worth so many neighbours in an order of one worker. */
const ownStrength = 16
const tiedStrength = 15
const usualTied = 0.1
/** No worker is infallible; and who is worse than dice tells as little as dice. */
const bounds = [0.005, 0.5] as const

const columns = ['pairs', 'wrong', 'compared', 'matched'] as const

export function emptyRanks(things: number, room = 16): RanksCrowd {
  const column = () => new Float64Array(room)
  return {
    ...{ room, things, usual: usualTheta, pairs: column(), wrong: column(), compared: column(), matched: column() },
    ...{ allPairs: 0, tied: 0, answers: 0 },
  }
}

/**
 * The share of pairs that a worker turns round: shrunk towards that of the crowd's mean theta. Its mean share would be that of those who do
 * not look: of twelve things they turn ten times as many round as others.
 */
export function wrongOf({ room, things, usual, pairs, wrong }: RanksCrowd, worker: number): number {
  const [all, strength] = [shareOf(usual, things), pairsFor(ownStrength, things)]
  const own = worker < room ? (wrong[worker]! + strength * all) / (pairs[worker]! + strength) : all
  return Math.min(bounds[1], Math.max(bounds[0], own))
}

/** The mean theta of those who are known, shrunk towards that of any crowd. */
export function usualOf(crowd: RanksCrowd): number {
  let [sum, people] = [usualTheta * usualPeople, usualPeople]
  for (let worker = 0; worker < crowd.room; worker++) {
    const known = crowd.pairs[worker]! / (crowd.pairs[worker]! + pairsFor(ownStrength, crowd.things))
    sum += known * thetaOfWorker(crowd, worker)
    people += known
  }
  return sum / people
}

/** How sharply a worker tells things apart (Mallows' theta). */
export function thetaOfWorker(crowd: RanksCrowd, worker: number): number {
  return thetaOf(wrongOf(crowd, worker), crowd.things)
}

/** Of n things n - 1 are neighbours, and so many are the pairs that come with each. */
function pairsFor(neighbours: number, things: number): number {
  return (neighbours * things) / 2
}

export function tiedShare({ things, tied, allPairs }: RanksCrowd): number {
  const usualPairs = pairsFor(tiedStrength, things)
  return (tied + usualPairs * usualTied) / (allPairs + usualPairs)
}

export type ShownPairs = { pairs: number; wrong: number; tied: number }

/** @param times how much it counts; -1 takes it out again. */
export function learn(crowd: RanksCrowd, worker: number, { pairs, wrong, tied }: ShownPairs, times: number): void {
  makeRoom(crowd, worker)
  crowd.pairs[worker]! += times * pairs
  crowd.wrong[worker]! += times * wrong
  crowd.allPairs += times * pairs
  crowd.tied += times * tied
}

export function makeRoom(crowd: RanksCrowd, worker: number): void {
  if (worker < crowd.room) return
  crowd.room = Math.max(worker + 1, crowd.room * 2)
  for (const name of columns) {
    const before = crowd[name]
    crowd[name] = new Float64Array(crowd.room)
    crowd[name].set(before)
  }
}

const packedVersion = 1
const head = 7

/** As bytes, for a column or another server. */
export function packRanks(crowd: RanksCrowd): Uint8Array {
  const { room, things, usual, allPairs, tied, answers } = crowd
  const numbers = new Float32Array(head + columns.length * room)
  numbers.set([packedVersion, room, things, usual, allPairs, tied, answers])
  for (const [n, name] of columns.entries()) numbers.set(crowd[name], head + n * room)
  return new Uint8Array(numbers.buffer)
}

/** @returns null for bytes that are not a whole crowd of this version. */
export function unpackRanks(bytes: Uint8Array): RanksCrowd | null {
  if (bytes.length % 4 !== 0 || bytes.length < 4 * head) return null
  // A copy of its own: see unpackModel.
  const numbers = new Float32Array(Uint8Array.from(bytes).buffer)
  const [version, room, things, usual, allPairs, tied, answers] = numbers as unknown as number[]
  if (version !== packedVersion || numbers.length !== head + columns.length * room!) return null
  const column = (n: number) => Float64Array.from(numbers.subarray(head + n * room!, head + (n + 1) * room!))
  const crowd = { pairs: column(0), wrong: column(1), compared: column(2), matched: column(3) }
  return {
    ...{ ...crowd, room: room!, things: things!, usual: usual! },
    ...{ allPairs: allPairs!, tied: tied!, answers: answers! },
  }
}

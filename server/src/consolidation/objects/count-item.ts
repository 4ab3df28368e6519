import type { FieldObject } from '@whisker/api/fields.ts'
import { hardnesses, makeRoom, type ObjectsCrowd, type Rates } from './crowd.ts'
import { edgeBelief } from './edges.ts'
import { existence, fitOf, knownExistence, type Marked, middlesOf, unseen } from './evidence.ts'
import type { Geometry } from './geometry.ts'

/**
 * Adds to a crowd's sums what one item shows of its workers, each candidate counting as the object that it is with its probability (the
 * M step). `times`: 1, or -1 to take it back.
 *
 * @param truth what is right, where that is known.
 * @param weightOf how much a worker's evidence counts.
 */
export function countItem<O extends FieldObject>(
  crowd: ObjectsCrowd,
  rates: Rates,
  geometry: Geometry<O>,
  marked: Marked<O>,
  {
    truth,
    times = 1,
    weightOf = () => 1,
  }: { truth?: readonly O[] | undefined; times?: 1 | -1; weightOf?: (worker: number) => number },
): void {
  const { workers, answers, candidates } = marked
  const middles = middlesOf(geometry, marked)
  const known = truth && knownExistence(geometry, middles, truth)
  const exists = known?.exists ?? existence(rates, marked)
  const seen = exists.reduce((sum, p) => sum + p, 0)
  const missed = known?.missed ?? unseen(rates, workers, seen)
  const weights = workers.map((worker) => times * weightOf(worker))
  const begins = workers.map((worker) => rates.extra(worker))
  crowd.objects = atLeastNothing(crowd.objects + times * (seen + missed))
  crowd.items = atLeastNothing(crowd.items + times)
  if (workers.length > 1)
    for (const [h, hardness] of hardnesses.entries()) crowd.fits[h]! += times * fitOf(rates, marked, hardness)
  for (const [n, worker] of workers.entries()) {
    makeRoom(crowd, worker)
    add(crowd.there, worker, weights[n]! * (seen + missed))
    add(crowd.answers, worker, weights[n]!)
  }
  for (const [c, { members, found }] of candidates.entries()) {
    const p = exists[c]!
    let begun = 0
    members.forEach((at, n) => {
      if (at >= 0) begun += begins[n]!
    })
    crowd.joined = atLeastNothing(crowd.joined + times * (1 - p) * (found - 1))
    crowd.couldJoin = atLeastNothing(crowd.couldJoin + times * (1 - p) * (members.length - 1))
    const right = found > 1 && exactOf(geometry, rates, marked, members, truth?.[known?.partners[c] ?? -1])
    // The middle is drawn towards each of its members: a deviation from it is too small by so much.
    const enlarged = found / (found - 1)
    for (const [n, at] of members.entries()) {
      if (at < 0) continue
      const worker = workers[n]!
      add(crowd.found, worker, weights[n]! * p)
      add(crowd.extra, worker, (weights[n]! * (1 - p) * begins[n]!) / begun)
      if (found < 2) continue
      const deviation = geometry.deviation(answers[n]![at]!, middles[c]!)
      add(crowd.squares, worker, weights[n]! * p * deviation ** 2 * enlarged)
      add(crowd.edges, worker, weights[n]! * p)
      if (right) add(crowd.exact, worker, weights[n]! * p * right[n]!)
    }
  }
  compare(crowd, marked, times)
}

/** Which share of their edges each member has just right, as far as is known; null where edges are measured. */
function exactOf<O extends FieldObject>(
  { edges }: Geometry<O>,
  rates: Rates,
  { workers, answers }: Marked<O>,
  members: Int32Array,
  truth: O | undefined,
): Float64Array | null {
  if (!edges) return null
  const own = [...members.keys()].filter((n) => members[n]! >= 0)
  const said = own.map((n) => edges(answers[n]![members[n]!]!))
  const rights = own.map((n) => rates.exact(workers[n]!))
  const shares = new Float64Array(members.length)
  const right = truth && edges(truth)
  for (const e of said[0]!.keys()) {
    const places = said.map((each) => each[e]!)
    const belief = right ? places.map((place) => Number(place === right[e])) : edgeBelief(places, rights)
    for (const [m, n] of own.entries()) shares[n]! += belief[m]! / said[0]!.length
  }
  return shares
}

/** How far each answer agrees with the others of its item: F1, in the mean over the others. */
function compare<O extends FieldObject>(
  crowd: ObjectsCrowd,
  { workers, answers, candidates }: Marked<O>,
  times: 1 | -1,
): void {
  const n = workers.length
  if (n < 2) return
  const both = new Float64Array(n * n)
  for (const candidate of candidates) {
    if (candidate.found < 2) continue
    const labels = [...candidate.members].map((at, a) => (at < 0 ? null : (answers[a]![at]!.label ?? '')))
    for (let a = 0; a < n; a++)
      for (let b = 0; b < a; b++) if (labels[a] !== null && labels[a] === labels[b]) both[a * n + b]!++
  }
  for (let a = 0; a < n; a++)
    for (let b = 0; b < a; b++) {
      const all = answers[a]!.length + answers[b]!.length
      const share = (all === 0 ? 1 : (2 * both[a * n + b]!) / all) / (n - 1)
      for (const worker of [workers[a]!, workers[b]!]) {
        add(crowd.compared, worker, times / (n - 1))
        add(crowd.matched, worker, times * share)
      }
    }
}

function add(column: Float64Array, worker: number, by: number): void {
  column[worker] = atLeastNothing(column[worker]! + by)
}

/** What is taken back was counted with other rates: no sum goes below nothing for it. */
function atLeastNothing(sum: number): number {
  return Math.max(0, sum)
}

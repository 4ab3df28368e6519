import { answersToTellWorkersApart } from './fit-texts.ts'
import { accuracyOfAgreement, assumedAgreement, type Belief, beliefOf, crowdPairs, skillStrength } from './one-coin.ts'
import type { TaskAnswers } from './online.ts'
import { isProven } from './worker-skill.ts'

/**
 * The one-coin model (one-coin.ts) between two refits: for texts, numbers, ratings, and choices of more than 32 options.
 * Labels need only be the same where two answers of one task say the same, so it holds four numbers a worker.
 */
export type OnlineCoins = {
  /** Number of values that an error may fall on. */
  classes: number
  room: number
  /** Expected right answers, and answers, of each worker. */
  right: Float64Array
  answered: Float64Array
  /** As in online.ts: see isProven. */
  compared: Float64Array
  matched: Float64Array
  /** Pairs of answers, how many of them agreed, and all answers: what the crowd's accuracy follows from. */
  pairs: number
  agreeing: number
  total: number
}

export function emptyCoins(classes: number, room = 16): OnlineCoins {
  return {
    classes,
    room,
    right: new Float64Array(room),
    answered: new Float64Array(room),
    compared: new Float64Array(room),
    matched: new Float64Array(room),
    pairs: crowdPairs,
    agreeing: crowdPairs * assumedAgreement(classes),
    total: 0,
  }
}

/** Probability that a worker is right; below 200 answers workers cannot be told apart, and all are the crowd. */
export function coinAccuracy(coins: OnlineCoins, worker: number): number {
  const crowd = accuracyOfAgreement(coins.agreeing / coins.pairs, coins.classes)
  if (coins.total < answersToTellWorkersApart || worker >= coins.room) return crowd
  return (coins.right[worker]! + skillStrength * crowd) / (coins.answered[worker]! + skillStrength)
}

/** What the first `count` answers of a task make believe. */
export function coinBelief(
  coins: OnlineCoins,
  { workers, labels }: TaskAnswers,
  count: number = workers.length,
): Belief {
  const accuracy = Float64Array.from(workers, (worker) => coinAccuracy(coins, worker))
  return beliefOf({ classes: coins.classes, accuracy }, [...workers.keys()], labels, 0, count)
}

/** Whether a worker may complete a task on their own word: see isProven. */
export function isProvenByCoin({ room, matched, compared, classes }: OnlineCoins, worker: number): boolean {
  return worker < room && isProven(matched[worker]!, compared[worker]!, classes)
}

/** Takes in the last of a task's answers: O(answers of the task). */
export function pushCoin(coins: OnlineCoins, task: TaskAnswers): void {
  const { workers, labels } = task
  for (const worker of workers) makeRoom(coins, worker)
  const newest = workers.length - 1
  const before = newest > 0 ? coinBelief(coins, task, newest) : null
  const after = coinBelief(coins, task)
  for (let i = 0; i <= newest; i++) {
    const then = i < newest && before ? before.probability[before.candidates.indexOf(labels[i]!)]! : 0
    coins.right[workers[i]!]! += after.probability[after.candidates.indexOf(labels[i]!)]! - then
  }
  coins.answered[workers[newest]!]!++
  coins.total++
  const was = agreementOf(labels, newest)
  const is = agreementOf(labels, newest + 1)
  coins.pairs += is.pairs - was.pairs
  coins.agreeing += is.agreeing - was.agreeing
  for (let i = 0; i < newest; i++) {
    const same = labels[i] === labels[newest] ? 1 / newest : 0
    for (const who of [workers[i]!, workers[newest]!]) {
      coins.compared[who]! += 1 / newest
      coins.matched[who]! += same
    }
  }
}

/**
 * Goes on from a refit: the workers get the accuracies that were fitted, the last one being the crowd's.
 *
 * @param task in order; `same(i, j)` tells whether two answers of one task agree.
 */
export function coinsOfFit(fit: {
  classes: number
  accuracy: Float64Array
  task: ArrayLike<number>
  worker: ArrayLike<number>
  same: (i: number, j: number) => boolean
}): OnlineCoins {
  const { classes, accuracy, task, worker, same } = fit
  const workers = accuracy.length - 1
  const crowd = Math.min(0.99, Math.max(1 / classes, accuracy[workers]!))
  const coins = emptyCoins(classes, Math.max(16, workers))
  coins.total = task.length
  // So many pairs as there are answers, agreeing as often as two of this crowd would.
  coins.pairs = Math.max(crowdPairs, task.length)
  coins.agreeing = coins.pairs * (crowd ** 2 + (1 - crowd) ** 2 / (classes - 1))
  for (let from = 0; from < task.length; ) {
    let to = from + 1
    while (to < task.length && task[to] === task[from]) to++
    for (let i = from; i < to; i++) {
      const who = worker[i]!
      coins.answered[who]!++
      if (to - from < 2) continue
      let agreed = 0
      for (let j = from; j < to; j++) if (j !== i && same(i, j)) agreed++
      coins.compared[who]!++
      coins.matched[who]! += agreed / (to - from - 1)
    }
    from = to
  }
  for (let w = 0; w < workers; w++) {
    const right = accuracy[w]! * (coins.answered[w]! + skillStrength) - skillStrength * crowd
    coins.right[w] = Math.min(coins.answered[w]!, Math.max(0, right))
  }
  return coins
}

/** A task counts as n answers, not as n^2 pairs: see crowdAccuracy in one-coin.ts. */
function agreementOf(labels: number[], n: number): { pairs: number; agreeing: number } {
  if (n < 2) return { pairs: 0, agreeing: 0 }
  let agreeing = 0
  for (let i = 0; i < n; i++) for (let j = 0; j < n; j++) if (i !== j && labels[i] === labels[j]) agreeing++
  return { pairs: n, agreeing: agreeing / (n - 1) }
}

function makeRoom(coins: OnlineCoins, worker: number): void {
  if (worker < coins.room) return
  coins.room = Math.max(worker + 1, coins.room * 2)
  for (const name of ['right', 'answered', 'compared', 'matched'] as const) {
    const larger = new Float64Array(coins.room)
    larger.set(coins[name])
    coins[name] = larger
  }
}

const packedVersion = 1
const header = 6

/** As bytes, for a column or another server: 16 bytes a worker, and 24 besides. */
export function packCoins(coins: OnlineCoins): Uint8Array {
  const numbers = new Float32Array(header + 4 * coins.room)
  numbers.set([packedVersion, coins.classes, coins.room, coins.pairs, coins.agreeing, coins.total])
  const columns = [coins.right, coins.answered, coins.compared, coins.matched]
  columns.forEach((column, c) => {
    numbers.set(column, header + c * coins.room)
  })
  return new Uint8Array(numbers.buffer)
}

/** @returns null for bytes that are not whole coins of this version. */
export function unpackCoins(bytes: Uint8Array): OnlineCoins | null {
  if (bytes.length % 4 !== 0 || bytes.length < header * 4) return null
  const numbers = new Float32Array(Uint8Array.from(bytes).buffer)
  const [version, classes, room, pairs, agreeing, total] = numbers as unknown as [
    number,
    number,
    number,
    number,
    number,
    number,
  ]
  if (version !== packedVersion || numbers.length !== header + 4 * room) return null
  const column = (c: number) => Float64Array.from(numbers.subarray(header + c * room, header + (c + 1) * room))
  return {
    ...{ classes, room, pairs, agreeing, total },
    ...{ right: column(0), answered: column(1), compared: column(2), matched: column(3) },
  }
}

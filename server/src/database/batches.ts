import { isUnavailable } from './connect.ts'

/** What comes while a batch is under way waits here for the next one. */
type Rider<Wish, Outcome> = {
  wish: Wish
  key: string
  group: string | number
  resolve: (outcome: Outcome) => void
  reject: (error: unknown) => void
}

type Options<Wish, Outcome> = {
  /** One statement for all of them. @returns an outcome for each wish, in their order */
  run: (wishes: Wish[]) => Promise<Outcome[]>
  /** No two wishes with the same key are in one batch. */
  keyOf: (wish: Wish) => string
  /** Among whom a batch is shared when not all of those who wait have room in it: each has its turn. */
  groupOf: (wish: Wish) => string | number
  max?: number
}

/**
 * Joins requests into statements: nine tenths of a statement of the hot path is the cost of having one at all, so a row of a batch of
 * thirty costs a tenth of a row alone.
 *
 * - When nothing is under way a wish goes at once, with those that came in the same moment: nobody waits for company. Waiting 1 or
 *   3 ms for more was measured to cost 10 to 25 % of the rate.
 * - What comes while a batch is under way goes with the next one, in the order in which it came.
 * - Each has its own outcome. When the statement fails, each of its wishes is tried once more alone, so that only the one that made it
 *   fail fails; when the database is away all of them fail: whether the batch was committed is then unknown, as it is for a lone
 *   statement.
 *
 * Knows nothing of SQL. As many can wait as there are requests under way, which others bound (shares/).
 */
export function inBatches<Wish, Outcome>({ run, keyOf, groupOf, max = 128 }: Options<Wish, Outcome>) {
  let waiting: Rider<Wish, Outcome>[] = []
  let isUnderWay = false

  async function goOn(): Promise<void> {
    while (waiting.length > 0) {
      const batch = board(waiting, max)
      const riders = new Set(batch)
      waiting = waiting.filter((rider) => !riders.has(rider))
      await ride(batch)
    }
    isUnderWay = false
  }

  async function ride(batch: Rider<Wish, Outcome>[]): Promise<void> {
    try {
      const outcomes = await run(batch.map(({ wish }) => wish))
      for (const [place, rider] of batch.entries()) rider.resolve(outcomes[place] as Outcome)
    } catch (error) {
      if (batch.length === 1 || isUnavailable(error)) for (const rider of batch) rider.reject(error)
      else await Promise.all(batch.map((rider) => ride([rider])))
    }
  }

  return (wish: Wish): Promise<Outcome> =>
    new Promise((resolve, reject) => {
      waiting.push({ wish, key: keyOf(wish), group: groupOf(wish), resolve, reject })
      if (isUnderWay) return
      isUnderWay = true
      setImmediate(() => void goOn())
    })
}

/** The riders of the next batch: one of a key, group by group in turn, and within a group in the order in which they came. */
function board<Wish, Outcome>(waiting: Rider<Wish, Outcome>[], max: number): Rider<Wish, Outcome>[] {
  const keys = new Set<string>()
  const groups = new Map<string | number, Rider<Wish, Outcome>[]>()
  for (const rider of waiting) {
    if (keys.has(rider.key)) continue
    keys.add(rider.key)
    const group = groups.get(rider.group)
    if (group) group.push(rider)
    else groups.set(rider.group, [rider])
  }
  if (keys.size <= max) return [...groups.values()].flat()
  const batch: Rider<Wish, Outcome>[] = []
  for (let round = 0; batch.length < max; round++)
    for (const group of groups.values()) {
      const rider = group[round]
      if (rider && batch.length < max) batch.push(rider)
    }
  return batch
}

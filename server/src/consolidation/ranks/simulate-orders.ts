import type { RankValue } from '@whisker/api/kinds/schema/rank.ts'

/**
 * `alike`: Mallows' model by repeated insertion. `unequal`: the same, some items harder for all. `near`: things of unequal worth, some
 * nearly as good as the next (Plackett and Luce). `shared`: one neighbour in five shares a place in truth, and people split or join some.
 */
export type Crowd = 'alike' | 'unequal' | 'near' | 'shared'

type Spec = { crowd: Crowd; things: number; items: number; workers: number; overlap: number; random: () => number }

/** Of each worker another theta, and one in five gives any order. */
export function simulateOrders({ crowd, things, items, workers, overlap, random }: Spec) {
  const values = Array.from({ length: things }, (_, n) => `v${n}`)
  const thetas = Array.from({ length: workers }, (_, w) => (w % 5 === 0 ? 0 : 0.8 + 1.2 * random()))
  const truth: RankValue[] = []
  const said = Array.from({ length: items }, () => {
    const things = shuffled(values, random).map((value) => [value])
    const right = crowd === 'shared' ? joined(things, 0.2, random) : things
    truth.push(right.map((group) => group.toSorted()))
    const asked = shuffled([...thetas.keys()], random).slice(0, overlap)
    const ease = crowd === 'unequal' ? Math.exp(0.6 * normal(random) - 0.18) : 1
    const worth = right.map(() => 3 * normal(random)).sort((a, b) => b - a)
    const orders = asked.map((worker): RankValue => {
      const theta = thetas[worker]! * ease
      if (crowd === 'near') return drawn(right, worth, theta, random)
      const order = inserted(right, theta, random)
      return crowd === 'shared' ? joined(split(order, 0.3, random), 0.08, random) : order
    })
    return { workers: asked, orders: orders.map((order) => order.map((group) => group.toSorted())) }
  })
  return { values, truth, said }
}

/** Doignon, Pekec and Regenwetter, The repeated insertion model for rankings, Psychometrika 69, 2004. */
function inserted(right: RankValue, theta: number, random: () => number): RankValue {
  const order: RankValue = []
  for (const group of right) {
    const weights = Array.from({ length: order.length + 1 }, (_, back) => Math.exp(-theta * back))
    let left = random() * weights.reduce((sum, one) => sum + one, 0)
    let back = 0
    while (back < order.length && left >= weights[back]!) left -= weights[back++]!
    order.splice(order.length - back, 0, group)
  }
  return order
}

/** By worth and Gumbel noise, which is one draw after the other by worth. */
function drawn(right: RankValue, worth: number[], theta: number, random: () => number): RankValue {
  return right
    .map((group, n) => ({ group, seen: worth[n]! * theta - Math.log(-Math.log(1 - random())) }))
    .sort((a, b) => b.seen - a.seen)
    .map(({ group }) => group)
}

function joined(order: RankValue, share: number, random: () => number): RankValue {
  const groups: RankValue = []
  for (const group of order)
    if (groups.length > 0 && random() < share) groups.at(-1)!.push(...group)
    else groups.push([...group])
  return groups
}

function split(order: RankValue, share: number, random: () => number): RankValue {
  return order.flatMap((group) =>
    group.length > 1 && random() < share ? shuffled(group, random).map((one) => [one]) : [group],
  )
}

/** Box and Muller, 1958. */
function normal(random: () => number): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random())
}

function shuffled<T>(all: readonly T[], random: () => number): T[] {
  const mixed = [...all]
  for (let n = mixed.length - 1; n > 0; n--) {
    const other = Math.floor(random() * (n + 1))
    const one = mixed[n]!
    mixed[n] = mixed[other]!
    mixed[other] = one
  }
  return mixed
}

import { draw, seededRandom } from '../simulate-crowd.ts'
import { type Tree, treeOf } from './tree.ts'

/** A crowd that names species of a tree, made up from a seed: for tests and for the benchmark. */
export type PlacesSpec = {
  items: number
  workers: number
  /** Answers to each item. */
  overlap: number
  seed: number
  /** How many branches each place has, from the top. */
  branches?: number[]
  /** Mean and spread of what people know of the branches of a place, on the logit scale, from the top; the spread is per person and genus. */
  skill?: number[]
  spread?: number
  /** How much harder some pictures are than others, for all who look, on the same scale. */
  hardness?: number
  /** How often somebody who does not know further says so, by answering at the place that they know. */
  admits?: number
}

export type PlacesCrowdMade = {
  options: { value: string; parent?: string }[]
  truth: string[]
  answers: { worker: number; value: string }[][]
}

/**
 * On the way down somebody knows the next place or not, some branches better than others; who does not stops there, or guesses one of
 * its branches and goes on guessing: so siblings are mixed up more than strangers.
 */
export function simulatePlaces(spec: PlacesSpec): PlacesCrowdMade {
  const { items, workers, overlap, seed, branches = [10, 5, 4], skill = [3, 1.8, 0.6] } = spec
  const { spread = 0.9, hardness = 0.8, admits = 0.4 } = spec
  const random = seededRandom(seed)
  const normal = () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random())
  const options = grow(branches)
  const tree = treeOf(options)
  const below = belowOf(tree)
  const leaves = options.filter((_, at) => below[at + 1]!.length === 0).map(({ value }) => value)
  // Some species are seen a hundred times as often as others.
  const common = leaves.map(() => Math.exp(1.2 * normal()))
  const people = Array.from({ length: workers }, () => ({ own: 0.6 * normal(), branch: new Map<number, number>() }))
  const knows = (person: (typeof people)[number], place: number, hard: number) => {
    if (!person.branch.has(place)) person.branch.set(place, spread * normal())
    const level = tree.level[place]!
    return random() < 1 / (1 + Math.exp(-(skill[level] ?? 0) - person.own - person.branch.get(place)! + hard))
  }
  const truth = Array.from({ length: items }, () => leaves[draw(common, random)]!)
  const answers = truth.map((leaf) => {
    const hard = hardness * normal()
    const line = [leaf]
    for (let at = tree.above[tree.placeOf.get(leaf)!]!; at > 0; at = tree.above[at]!) line.unshift(tree.values[at]!)
    return someOf(workers, overlap, random).map((worker) => {
      let at = 0
      for (const value of line) {
        if (!knows(people[worker]!, at, hard)) break
        at = tree.placeOf.get(value)!
      }
      if (at === 0 || (below[at]!.length > 0 && random() >= admits))
        while (below[at]!.length > 0) at = below[at]![Math.floor(random() * below[at]!.length)]!
      return { worker, value: tree.values[at]! }
    })
  })
  return { options, truth, answers }
}

function grow(branches: number[]): { value: string; parent?: string }[] {
  let above: (string | undefined)[] = [undefined]
  const options: { value: string; parent?: string }[] = []
  for (const count of branches) {
    const next: string[] = []
    for (const parent of above)
      for (let n = 0; n < count; n++) {
        const value = parent === undefined ? `${n}` : `${parent}.${n}`
        options.push(parent === undefined ? { value } : { value, parent })
        next.push(value)
      }
    above = next
  }
  return options
}

function belowOf(tree: Tree): number[][] {
  const below: number[][] = tree.values.map(() => [])
  for (let place = 1; place < tree.values.length; place++) below[tree.above[place]!]!.push(place)
  return below
}

/** By lot. */
function someOf(workers: number, count: number, random: () => number): number[] {
  const lots = Array.from({ length: workers }, (_, worker) => ({ worker, lot: random() }))
  return lots
    .sort((a, b) => a.lot - b.lot)
    .slice(0, count)
    .map(({ worker }) => worker)
}

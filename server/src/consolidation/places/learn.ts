import { type Belief, lineOf, type Node, waysOf } from './belief.ts'
import { makeRoom, type PlacesCrowd } from './crowd.ts'
import type { Tree } from './tree.ts'

/** Level by level, from 1: how often somebody was at the fork, and knew on. */
type Shown = [tried: number, known: number][]

/**
 * What an answer shows of its worker, by what is believed of the item: the expectation step of EM (Dempster, Laird and Rubin, 1977) for
 * the formula of belief.ts. How far the worker knew the way is hidden as the truth is:
 *
 *   P(knew as far as level l or further | a)  =  sum over L >= l of  P(truth parts from a at L) (ways(L) - ways(l - 1)) / ways(L)
 *
 * @param rates what the worker is thought to know, from before.
 */
export function shownBy(tree: Tree, rates: PlacesCrowd, worker: number, node: Node): Shown {
  const line = lineOf(node)
  const ways = waysOf(tree, rates, worker, node)
  let before = 1
  return ways.slice(1).map((_, at): [number, number] => {
    let knew = 0
    for (let l = at + 1; l < line.length; l++) {
      const parts = line[l]!.raw - (line[l + 1]?.raw ?? 0)
      knew += (parts * (ways[l]! - ways[at]!)) / ways[l]!
    }
    const tried = before
    before = Math.min(before, Math.max(0, knew))
    return [tried, before]
  })
}

/** @param times how much it counts; -1 takes it out again. */
export function learn(crowd: PlacesCrowd, worker: number, shown: Shown, times: number): void {
  makeRoom(crowd, worker)
  const { levels, tried, known, allTried, allKnown } = crowd
  for (const [at, [been, knew]] of shown.entries()) {
    const l = Math.min(at, levels - 1)
    tried[worker * levels + l]! += times * been
    known[worker * levels + l]! += times * knew
    allTried[l]! += times * been
    allKnown[l]! += times * knew
  }
}

/** Whether two answers may both be right: one is the other, or says less. */
export function goTogether(a: Node, b: Node): boolean {
  const [less, more] = a.level <= b.level ? [a, b] : [b, a]
  return lineOf(more).includes(less)
}

/** An item with others' answers tells whether a worker agrees with them; each item once. */
export function compare(crowd: PlacesCrowd, workers: readonly number[], { answered }: Belief, i: number): void {
  const others = answered.length - 1
  if (others < 1) return
  makeRoom(crowd, workers[i]!)
  const matched = answered.reduce((sum, node, n) => sum + Number(n !== i && goTogether(node, answered[i]!)), 0)
  crowd.compared[workers[i]!]!++
  crowd.matched[workers[i]!]! += matched / others
}

/** The same for the newest answer alone, as online-coins.ts has it: whoever answered before is compared with it as well. */
export function compareNewest(crowd: PlacesCrowd, workers: readonly number[], { answered }: Belief): void {
  const newest = answered.length - 1
  for (let i = 0; i < newest; i++)
    for (const worker of [workers[i]!, workers[newest]!]) {
      crowd.compared[worker]! += 1 / newest
      crowd.matched[worker]! += Number(goTogether(answered[i]!, answered[newest]!)) / newest
    }
}

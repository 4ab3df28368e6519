import type { ModelledField } from '../field.ts'
import type { Judged } from '../models/model-kind.ts'
import type { TaskState } from '../overlap.ts'
import { defaultRho, voteShare } from '../publish.ts'
import { resultOf } from '../result-of.ts'
import { isProven } from '../worker-skill.ts'
import { type Belief, believe, lineOf, type Node } from './belief.ts'
import type { PlacesCrowd } from './crowd.ts'
import type { Tree } from './tree.ts'

/** Differences below this are of the arithmetic. */
const epsilon = 1e-9

/**
 * The place that the answers lead to: from the top always into the likeliest place below, as far down as somebody went. And the places
 * above it, each with what it is worth: where nothing below is sure enough, the lowest that is says less, and is right (overlap.ts).
 */
export function judgePlaces(
  field: ModelledField,
  tree: Tree,
  crowd: PlacesCrowd,
  workers: number[],
  values: (string | null)[],
): Judged {
  const n = values.length
  const exponent = 1 / (1 + defaultRho * Math.max(0, n - 1))
  const belief = believe(tree, crowd, { workers, values }, { optional: !field.required, exponent })
  const published = publishedOf(belief)
  const { way, tied } = wayDown(belief, published)
  const judged = way.map((node, step) => {
    const state = stateOf(belief, node, workers, tied[step]!, (worker) => isProvenHere(tree, crowd, worker))
    return { result: resultOf(field, values, node.value, published.get(node)!), state }
  })
  const [lowest, ...above] = judged.reverse()
  // A place above everything says nothing.
  const all = belief.nodes[0]!.leaves
  return { ...lowest!, above: above.filter((_, step) => way[way.length - 2 - step]!.leaves < all) }
}

/**
 * The published probability of each place (publish.ts): 3/4 of the softened belief, 1/4 of the votes. A vote for a place is one for all
 * above it, and for what lies below as far as it is believed: who says less says nothing against it.
 */
function publishedOf({ nodes, answered }: Belief): Map<Node, number> {
  const votes = new Map<Node, number>(nodes.map((node) => [node, 0]))
  for (const node of answered) for (const one of lineOf(node)) votes.set(one, votes.get(one)! + 1 / answered.length)
  // What was said at a place itself, or handed down to it, goes on to those below by their belief.
  const handed = new Map<Node, number>()
  for (const node of nodes) {
    const own = (handed.get(node) ?? 0) + votes.get(node)! - node.below.reduce((sum, one) => sum + votes.get(one)!, 0)
    for (const one of node.below) handed.set(one, node.soft > 0 ? (own * one.soft) / node.soft : 0)
  }
  return new Map(
    nodes.map((node) => [
      node,
      Math.min(1, (1 - voteShare) * node.soft + voteShare * (votes.get(node)! + (handed.get(node) ?? 0))),
    ]),
  )
}

/** `tied`: nothing but what is known of the workers could decide, here or above. */
function wayDown({ nodes, answered }: Belief, published: Map<Node, number>): { way: Node[]; tied: boolean[] } {
  const way: Node[] = []
  const tied: boolean[] = []
  let isTied = false
  for (let at = nodes[0]!; at.below.length > 0; ) {
    const byBelief = at.below.toSorted((a, b) => published.get(b)! - published.get(a)!)
    const [first, second] = byBelief as [Node, Node | undefined]
    const as_likely = byBelief.filter((one) => published.get(one)! > published.get(first)! - epsilon)
    const counts = at.below.map((node) => votesFor(answered, node)).sort((a, b) => b - a)
    isTied ||= as_likely.length > 1 || (second !== undefined && counts[0] === counts[1])
    // Of equals the one that stands first in the form; "no answer" last.
    const next = as_likely.toSorted((a, b) => order(a) - order(b))[0]!
    way.push(next)
    tied.push(isTied)
    at = next
  }
  return { way, tied }
}

function order({ place }: Node): number {
  return place < 0 ? Number.POSITIVE_INFINITY : place
}

function votesFor(answered: readonly Node[], node: Node): number {
  return answered.filter((one) => lineOf(one).includes(node)).length
}

function stateOf(
  { answered }: Belief,
  node: Node,
  workers: readonly number[],
  tied: boolean,
  isProvenBy: (worker: number) => boolean,
): TaskState {
  const own = workers.filter((_, i) => lineOf(answered[i]!).includes(node))
  return {
    ...{ answers: answered.length, agreeing: own.length, provenAgrees: own.some(isProvenBy) },
    ...{ posterior: node.raw, tied },
  }
}

/** As one would guess where the tree is coarsest: who always answers near the top is not proven by that. */
function isProvenHere(tree: Tree, { room, matched, compared }: PlacesCrowd, worker: number): boolean {
  return worker < room && isProven(matched[worker]!, compared[worker]!, Math.max(2, tree.width(0, 1)))
}

import { knowing, type PlacesCrowd } from './crowd.ts'
import type { Tree } from './tree.ts'

/**
 * What the answers to one item make believe of the places of a tree.
 *
 * The truth is a leaf. A worker knows the way down to it as far as some level j, and names from there a place of the level at which they
 * answer, any one below being as likely as another:
 *
 *   P(answer a | truth t, level of a is d)  =  sum over j <= L of  w(j) / N(a_j, d)
 *   w(j) = k_1 ... k_j (1 - k_(j+1)) for j < d,   w(d) = k_1 ... k_d
 *
 * L: the level of the lowest place above both; a_j: the place above a on level j; N: how many places of level d (and leaves that end before
 * it) lie below a_j; k_l: how often the worker, knowing the place on level l - 1, knows the next. It adds up to 1 over the places of a
 * level. Siblings are mixed up more than strangers, because the way down to them is the same; an answer at an inner place speaks for all
 * leaves below alike. At which level somebody answers is taken as it is: it says nothing of which leaf it was. With one level this is
 * the one-coin model (one-coin.ts) with q = k + (1 - k) / K. The truth on a path of a tree, and errors by how far down it is shared:
 * Deng, Krause, Berg and Fei-Fei, "Hedging your bets", CVPR 2012 (which answers at the lowest place that is sure enough, as `judge.ts`
 * does); Dawid and Skene (1979) with rows tied by the tree.
 *
 * All leaves that lie alike to all answers are as likely: the classes are the places that were answered and those above them, each standing
 * for the leaves below it that are below none of the others. O(answers x levels).
 */
export type Belief = {
  /** The places that were answered and all above them, as they were met; the top first. */
  nodes: Node[]
  /** Of each answer: its node. */
  answered: Node[]
}

export type Node = {
  /** In the tree; -1: what is no place of it. */
  place: number
  value: string | null
  above: Node | null
  level: number
  below: Node[]
  leaves: number
  /** Log-likelihood of a leaf below this place beside one of the place above. */
  bonus: number
  /** Probability that the truth is here or below; softened by how much the answers may have in common. */
  raw: number
  soft: number
}

export type Said = { workers: readonly number[]; values: readonly (string | null)[] }

/**
 * @param exponent by which the evidence is softened (publish.ts): of the likelihood, as the prior is no evidence.
 * @param truth what is right, where that is known: then only leaves at or below it are possible.
 */
export function believe(
  tree: Tree,
  crowd: PlacesCrowd,
  { workers, values }: Said,
  { optional, exponent, truth }: { optional: boolean; exponent: number; truth?: string | null },
): Belief {
  const nodes = collectNodes(tree, optional)
  const answered = values.map((value) => nodes.of(value))
  answered.forEach((node, i) => {
    const ways = waysOf(tree, crowd, workers[i]!, node)
    const line = lineOf(node)
    for (let l = 0; l < line.length; l++) line[l]!.bonus += Math.log(ways[l]!) - (l > 0 ? Math.log(ways[l - 1]!) : 0)
  })
  const known = truth === undefined ? null : nodes.of(truth)
  spread(nodes.all, known, 'raw', 1)
  spread(nodes.all, known, 'soft', exponent)
  return { nodes: nodes.all, answered }
}

/** The sums of the formula, for L = 0, 1, ... up to the level of the answer. */
export function waysOf(tree: Tree, crowd: PlacesCrowd, worker: number, node: Node): number[] {
  const ways: number[] = []
  let sum = 0
  let reached = 1
  const line = lineOf(node)
  for (const { place, level } of line) {
    const knowsOn = level === node.level ? 0 : knowing(crowd, worker, level + 1)
    const among =
      level === node.level ? 1 : tree.width(place, node.level) + (place === 0 ? line[0]!.leaves - tree.leaves[0]! : 0)
    sum += (reached * (1 - knowsOn)) / Math.max(1, among)
    reached *= knowsOn
    ways.push(sum)
  }
  return ways
}

/** From the top down. */
export function lineOf(node: Node): Node[] {
  const line: Node[] = []
  for (let at: Node | null = node; at; at = at.above) line.push(at)
  return line.reverse()
}

function collectNodes(tree: Tree, optional: boolean) {
  const top = nodeOf(0, null, null, 0, tree.leaves[0]! + Number(optional))
  const all = [top]
  const byPlace = new Map<number, Node>([[0, top]])
  const others = new Map<string | null, Node>()
  const add = (node: Node) => {
    all.push(node)
    node.above!.below.push(node)
    return node
  }
  const at = (place: number): Node => {
    const found = byPlace.get(place)
    if (found) return found
    const above = at(tree.above[place]!)
    const node = add(nodeOf(place, tree.values[place]!, above, tree.level[place]!, tree.leaves[place]!))
    byPlace.set(place, node)
    return node
  }
  /** No answer, and what the form has no more, are leaves of their own right below the top. */
  const other = (value: string | null): Node => {
    const found = others.get(value)
    if (found) return found
    if (value !== null || !optional) top.leaves++
    const node = add(nodeOf(-1, value, top, 1, 1))
    others.set(value, node)
    return node
  }
  const of = (value: string | null): Node => {
    const place = value === null ? undefined : tree.placeOf.get(value)
    return place === undefined ? other(value) : at(place)
  }
  return { all, of }
}

function nodeOf(place: number, value: string | null, above: Node | null, level: number, leaves: number): Node {
  return { place, value, above, level, below: [], leaves, bonus: 0, raw: 0, soft: 0 }
}

/** Parents stand before their children in `nodes`. */
function spread(nodes: readonly Node[], known: Node | null, into: 'raw' | 'soft', exponent: number): void {
  const scores = new Map<Node, number>()
  const own = nodes.map((node) => {
    const score = (node.above ? scores.get(node.above)! : 0) + exponent * node.bonus
    scores.set(node, score)
    const left = node.below.reduce((sum, { leaves }) => sum - leaves, node.leaves)
    return left > 0 && (known === null || lineOf(node).includes(known))
      ? score + Math.log(left)
      : Number.NEGATIVE_INFINITY
  })
  const best = own.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY)
  const weights = own.map((score) => Math.exp(score - best))
  const total = weights.reduce((sum, one) => sum + one, 0)
  for (const [n, node] of nodes.entries()) node[into] = weights[n]! / total
  for (const node of nodes.toReversed()) if (node.above) node.above[into] += node[into]
}

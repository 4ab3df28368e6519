import { isWithin, type Tree } from './tree.ts'

/**
 * Krippendorff's alpha (krippendorff.ts) with a distance of 0 where one answer is the other or stands above it, else 1: who says less
 * does not disagree. What chance gives is counted along the tree: O(different answers x levels).
 *
 * @param items the answers to each item.
 */
export function agreementOf(tree: Tree, items: readonly (readonly (string | null)[])[]): number | null {
  const shared = items.filter((answers) => answers.length > 1)
  if (shared.length === 0) return null
  let observed = 0
  const counts = new Map<string | null, number>()
  let n = 0
  for (const answers of shared) {
    let apart = 0
    for (const a of answers) for (const b of answers) apart += Number(!goTogether(tree, a, b))
    observed += apart / (answers.length - 1)
    for (const answer of answers) counts.set(answer, (counts.get(answer) ?? 0) + 1)
    n += answers.length
  }
  // Pairs that go together: of one place, and of each with those above it, both ways round.
  let together = 0
  for (const [value, count] of counts) {
    together += count * count
    const place = value === null ? undefined : tree.placeOf.get(value)
    for (let at = place === undefined ? 0 : tree.above[place]!; at > 0; at = tree.above[at]!)
      together += 2 * count * (counts.get(tree.values[at]!) ?? 0)
  }
  const expected = (n * n - together) / (n - 1)
  return expected === 0 ? 1 : 1 - observed / expected
}

/** Whether two values may both be right: one is the other, or stands above it. */
export function goTogether(tree: Tree, a: string | null, b: string | null): boolean {
  if (a === b) return true
  const [one, other] = [a === null ? undefined : tree.placeOf.get(a), b === null ? undefined : tree.placeOf.get(b)]
  if (one === undefined || other === undefined) return false
  return isWithin(tree, one, other) || isWithin(tree, other, one)
}

/**
 * The answers to one item, each that says less than another as the one below it that most people gave; beside what is right, as that.
 * So nobody is thought to err by saying less, nor to err alike.
 */
export function standingFor(tree: Tree, values: readonly string[], truth: string | undefined): string[] {
  const counts = new Map<string, number>()
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1)
  const different = [...counts.keys()].sort((a, b) => counts.get(b)! - counts.get(a)! || (a < b ? -1 : 1))
  return values.map((value) => {
    if (truth !== undefined && goTogether(tree, truth, value)) return truth
    const place = tree.placeOf.get(value)
    if (place === undefined) return value
    const below = different.filter((one) => {
      const at = tree.placeOf.get(one)
      return at !== undefined && at !== place && isWithin(tree, at, place)
    })
    const deepest = below.filter((one) => tree.leaves[tree.placeOf.get(one)!] === 1)
    return deepest[0] ?? below[0] ?? value
  })
}

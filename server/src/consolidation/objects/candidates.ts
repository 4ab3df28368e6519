import type { FieldObject } from '@whisker/api/fields.ts'
import type { Geometry } from './geometry.ts'
import { type Outlines, outlinesOf } from './outlines.ts'
import { type Pairing, pairOutlines } from './pair.ts'

/** What may be one object: at most one of each answer. `members[answer]` is its place in that answer, or -1. */
export type Candidate = { members: Int32Array; found: number }

/** While it grows: the sums of its members' edges, and how often each name was given. */
type Growing = Candidate & {
  sums: Float64Array
  names: Map<string | undefined, number>
  any: { answer: number; at: number }
}

/** So many objects in all are paired once: where there are more, nobody could tell whose was the first. */
const maxTwice = 2000

/**
 * Puts the objects of several answers to one item together. Each answer is paired with what was found before it, and once more with
 * what all others say, so that the first one decides nothing by being the first.
 */
export function candidatesOf<O extends FieldObject>(
  geometry: Geometry<O>,
  answers: readonly (readonly O[])[],
): Candidate[] {
  const outlines = answers.map((answer) => outlinesOf(geometry, answer))
  let candidates: Growing[] = []
  const change = (candidate: Growing, n: number, at: number, by: 1 | -1) => {
    candidate.members[n] = by === 1 ? at : -1
    candidate.found += by
    for (let e = 0; e < 4; e++) candidate.sums[e]! += by * outlines[n]!.edges[4 * at + e]!
    const name = outlines[n]!.names[at]
    candidate.names.set(name, (candidate.names.get(name) ?? 0) + by)
    if (by === 1 || candidate.any.answer === n) candidate.any = anyOf(candidate, n, at)
  }
  const join = (n: number) => {
    const { overlap } = geometry
    const exact: Pairing['overlap'] =
      overlap && ((at, c) => overlap(answers[n]![at]!, answers[candidates[c]!.any.answer]![candidates[c]!.any.at]!))
    const partners = pairOutlines(outlines[n]!, middlesOf(candidates), { overlap: exact })
    partners.forEach((partner, at) => {
      let candidate = candidates[partner]
      if (!candidate) {
        const members = new Int32Array(answers.length).fill(-1)
        candidate = { members, found: 0, sums: new Float64Array(4), names: new Map(), any: { answer: n, at } }
        candidates.push(candidate)
      }
      change(candidate, n, at, 1)
    })
  }
  for (const n of answers.keys()) join(n)
  const all = outlines.reduce((sum, { count }) => sum + count, 0)
  if (answers.length > 2 && all <= maxTwice)
    for (const n of answers.keys()) {
      for (const candidate of candidates)
        if (candidate.members[n]! >= 0) change(candidate, n, candidate.members[n]!, -1)
      candidates = candidates.filter(({ found }) => found > 0)
      join(n)
    }
  return candidates.map(({ members, found }) => ({ members, found }))
}

/** One of the members, where the mean of several is no object of its kind. */
function anyOf({ members }: Candidate, answer: number, at: number): Growing['any'] {
  if (members[answer] === at) return { answer, at }
  const other = members.findIndex((place) => place >= 0)
  return { answer: other, at: members[other] ?? -1 }
}

function middlesOf(candidates: readonly Growing[]): Outlines {
  const edges = new Float64Array(4 * candidates.length)
  const names = candidates.map((candidate, c) => {
    for (let e = 0; e < 4; e++) edges[4 * c + e] = candidate.sums[e]! / candidate.found
    return nameOf(candidate)
  })
  return { count: candidates.length, edges, names }
}

/** What most call it; of equals what was said first. */
function nameOf({ names }: Growing): string | undefined {
  let best: string | undefined
  let max = 0
  for (const [name, count] of names) if (count > max) [best, max] = [name, count]
  return best
}

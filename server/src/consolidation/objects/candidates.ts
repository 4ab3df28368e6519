import type { FieldObject } from '@whisker/api/fields.ts'
import type { Geometry } from './geometry.ts'
import { pairUp } from './pair.ts'

/** What may be one object: at most one of each answer. `members[answer]` is its place in that answer, or -1. */
export type Candidate = { members: Int32Array; found: number }

type Growing<O> = Candidate & { middle: O }

/**
 * Puts the objects of several answers to one item together. Each answer is paired with what was found before it, and once more with
 * what all others say, so that the first one decides nothing by being the first.
 */
export function candidatesOf<O extends FieldObject>(
  geometry: Geometry<O>,
  answers: readonly (readonly O[])[],
): Candidate[] {
  let candidates: Growing<O>[] = []
  const middleOf = ({ members }: Candidate): O => {
    const objects = [...members].flatMap((at, n) => (at < 0 ? [] : [answers[n]![at]!]))
    if (objects.length === 1) return objects[0]!
    const weights = objects.map(() => 1)
    return { ...geometry.middle(objects, weights), ...named(objects) }
  }
  const join = (n: number) => {
    const own = answers[n]!
    const partners = pairUp(
      geometry,
      own,
      candidates.map(({ middle }) => middle),
    )
    for (const [at, partner] of partners.entries()) {
      if (partner < 0) {
        const members = new Int32Array(answers.length).fill(-1)
        members[n] = at
        candidates.push({ members, found: 1, middle: own[at]! })
        continue
      }
      const candidate = candidates[partner]!
      candidate.members[n] = at
      candidate.found++
      candidate.middle = middleOf(candidate)
    }
  }
  const leave = (n: number) => {
    candidates = candidates.filter((candidate) => {
      if (candidate.members[n]! < 0) return true
      candidate.members[n] = -1
      candidate.found--
      if (candidate.found > 0) candidate.middle = middleOf(candidate)
      return candidate.found > 0
    })
  }
  for (const n of answers.keys()) join(n)
  if (answers.length > 2)
    for (const n of answers.keys()) {
      leave(n)
      join(n)
    }
  return candidates.map(({ members, found }) => ({ members, found }))
}

/** What most call it; of equals what the first does. */
function named(objects: readonly FieldObject[]): { label?: string } {
  const counts = new Map<string | undefined, number>()
  for (const { label } of objects) counts.set(label, (counts.get(label) ?? 0) + 1)
  const [first] = [...counts].sort((a, b) => b[1] - a[1])
  return first?.[0] === undefined ? {} : { label: first[0] }
}

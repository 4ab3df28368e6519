import type { Row } from '@whisker/api/kinds/schema/rows.ts'
import { seededRandom } from '../simulate-crowd.ts'

/** A crowd that says who is in a camera trap's picture, made up from a seed: for tests and for the benchmark. */
export type RowsSpec = {
  items: number
  workers: number
  /** Answers to each item. */
  overlap: number
  seed: number
  species: readonly string[]
  doings: readonly string[]
  /** How unequally hard pictures are for all: the spread of the logarithm by which a picture has more errors. */
  hardness?: number
}

export type RowsCrowd = {
  truth: Row[][]
  /** Who answered each item, and what; in the order in which they came. */
  answers: { worker: number; rows: Row[] }[][]
}

/**
 * A third of the pictures is empty, the others have one to three species, the first ones oftener. A worker overlooks 2 to 25 % of
 * them and takes 2 to 12 % for another one; counts are off by one more often the more there are; one in five says that nothing is there
 * half of the time.
 */
export function simulateRows({ items, workers, overlap, seed, species, doings, hardness = 0 }: RowsSpec): RowsCrowd {
  const random = seededRandom(seed)
  const normal = () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random())
  const between = (from: number, to: number) => from + (to - from) * random()
  const pick = <T>(of: readonly T[]) => of[Math.floor(random() * of.length)]!
  const rarer = () => species[Math.floor(random() ** 2 * species.length)]!
  const people = Array.from({ length: workers }, () => ({
    misses: between(0.02, 0.25),
    mistakes: between(0.02, 0.12),
    miscounts: between(0.02, 0.2),
    misreads: between(0.05, 0.3),
    lazy: random() < 0.2,
  }))
  const truth = Array.from({ length: items }, () => {
    const names = new Set<string>()
    if (random() > 1 / 3) for (let n = 1 + Math.floor(random() ** 2 * 3); n > 0; n--) names.add(rarer())
    return [...names].map(
      (name): Row => ({ species: name, count: 1 + Math.floor(random() ** 2 * 8), doing: pick(doings) }),
    )
  })
  const answers = truth.map((right) => {
    const harder = hardness === 0 ? 1 : Math.exp(hardness * normal() - hardness ** 2 / 2)
    const fails = (share: number) => random() < Math.min(0.9, share * harder)
    const asked = [...people.keys()].sort(() => random() - 0.5).slice(0, overlap)
    return asked.map((worker) => {
      const person = people[worker]!
      if (person.lazy && random() < 0.5) return { worker, rows: [] }
      const rows = new Map<string, Row>()
      for (const row of right) {
        if (fails(person.misses)) continue
        const name = fails(person.mistakes) ? rarer() : String(row.species)
        const many = Number(row.count)
        const off = fails(person.miscounts * Math.min(3, many / 2)) ? (random() < 0.5 ? 1 : -1) : 0
        const doing = fails(person.misreads) ? pick(doings) : String(row.doing)
        rows.set(name, { species: name, count: Math.max(1, many + off), doing })
      }
      return { worker, rows: [...rows.values()] }
    })
  })
  return { truth, answers }
}

import type { FieldObject } from '@whisker/api/fields.ts'
import { seededRandom } from '../simulate-crowd.ts'

/** A crowd that marks objects, made up from a seed: for tests and for the benchmark. */
export type MadeUpCrowd<O extends FieldObject> = {
  truth: O[][]
  /** Who answered each item, and what; in the order in which they came. */
  answers: { worker: number; objects: O[] }[][]
  isLazy: boolean[]
}

/** What is asked of one. */
export type MarkersSpec = {
  items: number
  workers: number
  /** Answers to each item. */
  overlap: number
  seed: number
  /** Which share of the objects an honest worker misses in the mean, and how many false ones they mark an item. */
  misses?: number
  extra?: number
  /** How far or how often edges are off: each worker from the one to the other. */
  noise?: [from: number, to: number]
  /** The share of people who do not look: they say that nothing is there, or mark everything as one. */
  lazy?: number
  /** How much harder some objects are than others, on the logit scale; 0: all workers miss independently. */
  hardness?: number
  classes?: string[]
  /** How often an object gets another label. */
  mistaken?: number
}

/** What crowds that mark objects are made up with. */
export function diceOf(seed: number) {
  const random = seededRandom(seed)
  return {
    random,
    normal: () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random()),
    poisson(mean: number): number {
      let count = 0
      for (let left = Math.exp(mean), product = random(); product * left > 1; product *= random()) count++
      return count
    },
    /** So many of them, each once, in any order. */
    someOf(workers: number, count: number): number[] {
      const all = Array.from({ length: workers }, (_, w) => w)
      for (let i = 0; i < count; i++) {
        const j = i + Math.floor(random() * (workers - i))
        ;[all[i], all[j]] = [all[j]!, all[i]!]
      }
      return all.slice(0, count)
    },
  }
}

/** The people of such a crowd. */
export function markersOf(
  spec: Pick<MarkersSpec, 'workers' | 'misses' | 'extra' | 'lazy'> & { noise: [from: number, to: number] },
  { random, normal }: ReturnType<typeof diceOf>,
) {
  const { workers, misses = 0.15, extra = 0.3, noise, lazy = 0.2 } = spec
  return Array.from({ length: workers }, (_, w) => ({
    isLazy: w < Math.round(workers * lazy),
    marksAll: w % 2 === 0,
    skill: Math.log((1 - misses) / misses) + 0.5 * normal(),
    extra: extra * (0.5 + random()),
    noise: noise[0] + random() * (noise[1] - noise[0]),
  }))
}

import type { FieldObject } from '@whisker/api/fields.ts'
import { seededRandom } from '../simulate-crowd.ts'

/** A crowd that marks objects, made up from a seed: for tests and for the benchmark. */
export type MadeUpCrowd<O extends FieldObject> = {
  truth: O[][]
  /** Who answered each item, and what; in the order in which they came. */
  answers: { worker: number; objects: O[] }[][]
  isLazy: boolean[]
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

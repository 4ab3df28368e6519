import type { AnswerColumns } from './answers.ts'

/**
 * Crowds made up from a seed, for tests and for the benchmark where no real crowd is at hand. Workers differ in skill, lean
 * towards some answers, and fail together on hard tasks, because crowds without these would flatter every model.
 */
export type CrowdSpec = {
  tasks: number
  workers: number
  classes: number
  /** Answers per task. */
  overlap: number
  seed: number
  /** Mean and spread of the workers' skill on the logit scale; 1 and 0.8 make single answers right 60 to 75 % of the time. */
  skill?: number
  spread?: number
  /** Spread of the tasks' difficulty on the same scale. */
  hardness?: number
  /** Spread of each worker's leaning towards each answer. */
  leaning?: number
  /** Share of workers who guess, and of workers who always give one answer. */
  guessers?: number
  constants?: number
  /** How common each class is; even without it. */
  prior?: number[]
  /** Classes lie on a line and neighbours are mixed up most. */
  ordered?: boolean
}

export type SimulatedCrowd = AnswerColumns & { truth: Int16Array; kind: ('honest' | 'guesser' | 'constant')[] }

/** Mulberry32: 32 bits of state, the same numbers everywhere. Not for secrets. */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

export function simulateCrowd(spec: CrowdSpec): SimulatedCrowd {
  const { tasks, workers, classes, overlap } = spec
  const { skill = 1, spread = 0.8, hardness = 0.5, leaning = 0.3, guessers = 0, constants = 0, ordered = false } = spec
  const random = seededRandom(spec.seed)
  const normal = () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random())
  const prior = spec.prior ?? new Array<number>(classes).fill(1)

  const people = Array.from({ length: workers }, () => {
    const luck = random()
    const kind = luck < guessers ? 'guesser' : luck < guessers + constants ? 'constant' : 'honest'
    const leanings = Array.from({ length: classes }, () => leaning * normal())
    return { kind, skill: skill + spread * normal(), leanings, favourite: draw(prior, random) } as const
  })
  const answerOf = (person: (typeof people)[number], truth: number, ease: number): number => {
    if (person.kind === 'guesser') return Math.floor(random() * classes)
    if (person.kind === 'constant') return person.favourite
    const scores = person.leanings.map((lean, k) => {
      const away = ordered ? -0.8 * Math.abs(k - truth) : 0
      return Math.exp(lean + away + (k === truth ? person.skill + ease + Math.log(classes - 1) : 0))
    })
    return draw(scores, random)
  }

  const task = new Int32Array(tasks * overlap)
  const worker = new Int32Array(tasks * overlap)
  const label = new Int32Array(tasks * overlap)
  const truths = new Int16Array(tasks)
  const order = Int32Array.from({ length: workers }, (_, w) => w)
  for (let t = 0, i = 0; t < tasks; t++) {
    const truth = draw(prior, random)
    truths[t] = truth
    const ease = hardness * normal()
    for (let n = 0; n < overlap; n++, i++) {
      // A partial shuffle: the first `overlap` places are different workers.
      const pick = n + Math.floor(random() * (workers - n))
      ;[order[n], order[pick]] = [order[pick]!, order[n]!]
      task[i] = t
      worker[i] = order[n]!
      label[i] = answerOf(people[order[n]!]!, truth, ease)
    }
  }
  return { tasks, workers, classes, task, worker, label, truth: truths, kind: people.map((person) => person.kind) }
}

/** An index with probability in proportion to its weight. */
export function draw(weights: readonly number[], random: () => number): number {
  let left = random() * weights.reduce((sum, weight) => sum + weight, 0)
  for (let i = 0; i < weights.length - 1; i++) {
    left -= weights[i]!
    if (left < 0) return i
  }
  return weights.length - 1
}

import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { answersByTask } from './answers.ts'
import { betaBelow, betaQuantile } from './beta.ts'
import { bitsPerAnswer, mutualInformation } from './bits.ts'
import { evidenceWeight, goldRate, mayBecomeGold, pickGold, wornGold } from './gold.ts'
import { fitHierarchical } from './hierarchical.ts'
import { nextStep } from './overlap.ts'
import { seededRandom, simulateCrowd } from './simulate-crowd.ts'
import { decidePause, isProven, skillOf } from './worker-skill.ts'

describe('dynamic overlap', () => {
  const policy = { minAnswers: 2, maxAnswers: 5, confidence: 0.95 }
  const sure = { posterior: 0.97, agreeing: 2, provenAgrees: true }

  test.each([
    ['below the minimum, however sure', { ...sure, answers: 1 }, 'ask'],
    ['sure', { ...sure, answers: 2 }, 'stop'],
    ['unsure', { ...sure, answers: 2, posterior: 0.9 }, 'ask'],
    ['sure on two strangers', { ...sure, answers: 2, provenAgrees: false }, 'ask'],
    ['sure on three strangers', { ...sure, answers: 3, agreeing: 3, provenAgrees: false }, 'stop'],
    ['unsure at the maximum', { ...sure, answers: 5, posterior: 0.9 }, 'review'],
    ['sure on two strangers at the maximum', { ...sure, answers: 5, provenAgrees: false }, 'review'],
    ['above the maximum and unsure', { ...sure, answers: 7, posterior: 0.5 }, 'review'],
  ] as const)('%s', (_, task, step) => {
    expect(nextStep(policy, task)).toBe(step)
  })

  test('a fixed overlap ends at its number, sure or not', () => {
    expect(nextStep({ minAnswers: 3, maxAnswers: 3, confidence: 0.95 }, { ...sure, answers: 3, posterior: 0.4 })).toBe(
      'stop',
    )
    expect(nextStep({ minAnswers: 3, maxAnswers: 3, confidence: 0.95 }, { ...sure, answers: 2 })).toBe('ask')
  })

  test('never asks for more than the maximum, never stops below the minimum', () => {
    const task = fc.record({
      answers: fc.nat(12),
      posterior: fc.double({ min: 0, max: 1, noNaN: true }),
      agreeing: fc.nat(12),
      provenAgrees: fc.boolean(),
    })
    fc.assert(
      fc.property(task, (state) => {
        const step = nextStep(policy, state)
        if (state.answers >= policy.maxAnswers) expect(step).not.toBe('ask')
        if (state.answers < policy.minAnswers) expect(step).toBe('ask')
      }),
    )
  })
})

describe('Beta', () => {
  test('closed forms: uniform, powers, symmetry', () => {
    expect(betaBelow(0.3, 1, 1)).toBeCloseTo(0.3, 9)
    expect(betaBelow(0.5, 1, 6)).toBeCloseTo(1 - 0.5 ** 6, 9)
    expect(betaBelow(0.2, 3, 1)).toBeCloseTo(0.008, 9)
    expect(betaBelow(0.5, 40, 40)).toBeCloseTo(0.5, 10)
    expect(betaBelow(0.9, 2, 2)).toBeCloseTo(3 * 0.81 - 2 * 0.729, 9)
  })

  test('the quantile undoes the probability', () => {
    fc.assert(
      fc.property(fc.double({ min: 0.01, max: 0.99, noNaN: true }), fc.nat(200), fc.nat(200), (p, right, wrong) => {
        expect(betaBelow(betaQuantile(p, 1 + right, 1 + wrong), 1 + right, 1 + wrong)).toBeCloseTo(p, 5)
      }),
    )
  })
})

describe('pausing a worker', () => {
  test('never before five gold answers', () => {
    expect(decidePause(0, 4, 0.6).pause).toBe(false)
    expect(decidePause(0, 5, 0.6).pause).toBe(true)
  })

  test('only when almost surely below the floor: one right of five could be bad luck', () => {
    expect(decidePause(0, 5, 0.5).probability).toBeCloseTo(1 - 0.5 ** 6, 10)
    expect(decidePause(1, 5, 0.5).pause).toBe(false)
    expect(decidePause(8, 10, 0.6).pause).toBe(false)
  })

  test('tells them why, and what to do', () => {
    expect(decidePause(1, 12, 0.7).reason).toMatch(/1 of your 12 answers .* at least 70 of 100/)
  })

  test('the interval holds the mean and narrows', () => {
    const few = skillOf(4, 5)
    const many = skillOf(80, 100)
    expect(few.low).toBeLessThan(few.accuracy)
    expect(few.high).toBeGreaterThan(few.accuracy)
    expect(many.high - many.low).toBeLessThan(few.high - few.low)
  })

  test('proven: ten answers, clearly better than a guesser', () => {
    expect(isProven(9, 9, 2)).toBe(false)
    expect(isProven(6, 10, 2)).toBe(false)
    expect(isProven(9, 10, 2)).toBe(true)
    expect(isProven(6, 10, 4)).toBe(true)
  })
})

describe('gold', () => {
  test('weights and rates', () => {
    expect(evidenceWeight(0)).toBe(1)
    expect(evidenceWeight(10)).toBeCloseTo(1 / 6, 12)
    expect(goldRate(0)).toBeCloseTo(0.1, 12)
    expect(goldRate(50)).toBeCloseTo(0.06, 12)
    expect(goldRate(1e9)).toBeCloseTo(0.02, 6)
  })

  test('never the same gold twice to a worker, never beyond the cap, the least shown first', () => {
    const candidates = [
      { task: 1, exposures: 0, seenByWorker: true },
      { task: 2, exposures: 6, seenByWorker: false },
      { task: 3, exposures: 2, seenByWorker: false },
      { task: 4, exposures: 1, seenByWorker: false },
    ]
    expect(pickGold(0, candidates, 6, [0, 0.99])).toBe(4)
    expect(pickGold(0, candidates.slice(0, 2), 6, [0, 0])).toBeNull()
    expect(pickGold(0, candidates, 6, [0.1, 0])).toBeNull()
    expect(wornGold(candidates, 6)).toEqual([2])
  })

  test('only unanimous, well-answered tasks are promoted', () => {
    expect(mayBecomeGold(5, 5, 0.97)).toBe(true)
    expect(mayBecomeGold(5, 4, 0.97)).toBe(false)
    expect(mayBecomeGold(4, 4, 0.97)).toBe(false)
  })

  test('W-19 colluders who pool what they saw cannot tell gold by its frequency', () => {
    const random = seededRandom(19)
    const [tasks, workers, wanted] = [1000, 60, 3]
    const isGold = (task: number) => task % 20 === 0
    const seenBy = Array.from({ length: tasks }, () => new Set<number>())
    // Ordinary tasks are handed out until they have their answers; gold is mixed in by pickGold.
    const ordinary = Array.from({ length: tasks }, (_, t) => t).filter((t) => !isGold(t))
    for (let turn = 0; turn < (ordinary.length * wanted) / workers; turn++) {
      for (let w = 0; w < workers; w++) {
        const candidates = []
        for (let t = 0; t < tasks; t += 20) {
          candidates.push({ task: t, exposures: seenBy[t]!.size, seenByWorker: seenBy[t]!.has(w) })
        }
        const gold = pickGold(turn, candidates, wanted + 1, [random(), random()])
        if (gold !== null) seenBy[gold]!.add(w)
        const open = ordinary.filter((t) => seenBy[t]!.size < wanted && !seenBy[t]!.has(w))
        if (open.length > 0) seenBy[open[Math.floor(random() * Math.min(open.length, 40))]!]!.add(w)
      }
    }
    // Ten colluders count how many of them met each task that any of them met.
    const pooled = seenBy.map((set) => [...set].filter((w) => w < 10).length)
    let pairs = 0
    let wins = 0
    for (let g = 0; g < tasks; g++) {
      if (!isGold(g) || pooled[g] === 0) continue
      for (const t of ordinary) {
        if (pooled[t] === 0) continue
        pairs++
        wins += pooled[g]! > pooled[t]! ? 1 : pooled[g] === pooled[t] ? 0.5 : 0
      }
    }
    expect(wins / pairs).toBeLessThan(0.6)
  })
})

describe('bits per answer', () => {
  const even = Float64Array.of(0.5, 0.5)

  test('an infallible worker tells log2(K), a guesser and a constant answerer nothing', () => {
    expect(mutualInformation([1, 0, 0, 1], even).mean).toBeCloseTo(1, 10)
    expect(mutualInformation([0.5, 0.5, 0.5, 0.5], even).mean).toBe(0)
    expect(mutualInformation([1, 1, 0, 0], even).mean).toBe(0)
  })

  test('80 % right of two even classes: 1 - H(0.8) = 0.278 bits; a consistent mix-up keeps its bits', () => {
    expect(mutualInformation([0.8, 0.2, 0.2, 0.8], even).mean).toBeCloseTo(0.2781, 4)
    expect(mutualInformation([0.2, 0.8, 0.8, 0.2], even).mean).toBeCloseTo(0.2781, 4)
  })

  test('in a crowd: guessers near nothing, the interval holds the estimate and narrows with answers', () => {
    const crowd = simulateCrowd({ tasks: 800, workers: 60, classes: 4, overlap: 5, seed: 3, skill: 1.5, guessers: 0.3 })
    const model = fitHierarchical(answersByTask(crowd))
    const all = crowd.kind.map((kind, w) => ({ kind, ...bitsPerAnswer(model, w) }))
    const of = (kind: string) => all.filter((each) => each.kind === kind).map((each) => each.bits)
    expect(Math.max(...of('guesser'))).toBeLessThan(0.25)
    expect(mean(of('honest'))).toBeGreaterThan(5 * mean(of('guesser')))
    for (const { bits, low, high } of all) expect(low <= bits && bits <= high).toBe(true)
    const few = bitsPerAnswer({ ...model, counts: model.counts.map((count) => count / 10) }, 0)
    expect(few.high - few.low).toBeGreaterThan(all[0]!.high - all[0]!.low)
    expect(Math.round(all[0]!.answered)).toBe([...(crowd.worker as Int32Array)].filter((w) => w === 0).length)
  })
})

function mean(values: number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length
}

import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { answersByTask } from './answers.ts'
import { betaBelow, betaQuantile } from './beta.ts'
import { bitsPerAnswer, mutualInformation } from './bits.ts'
import { evidenceWeight, goldRate, mayBecomeGold } from './gold.ts'
import { fitHierarchical } from './hierarchical.ts'
import { nextStep } from './overlap.ts'
import { simulateCrowd } from './simulate-crowd.ts'
import { decidePause, isProven, skillOf } from './worker-skill.ts'

describe('dynamic overlap', () => {
  const policy = { minAnswers: 2, maxAnswers: 5, confidence: 0.95 }
  const sure = { posterior: 0.97, agreeing: 2, provenAgrees: true, tied: false }

  test.each([
    ['below the minimum, however sure', { ...sure, answers: 1 }, 'ask'],
    ['sure', { ...sure, answers: 2 }, 'stop'],
    ['unsure', { ...sure, answers: 2, posterior: 0.9 }, 'ask'],
    ['sure on two strangers', { ...sure, answers: 2, provenAgrees: false }, 'ask'],
    ['sure on three strangers', { ...sure, answers: 3, agreeing: 3, provenAgrees: false }, 'stop'],
    ['unsure at the maximum', { ...sure, answers: 5, posterior: 0.9 }, 'review'],
    ['sure on two strangers at the maximum', { ...sure, answers: 5, provenAgrees: false }, 'review'],
    ['A8 all agree at the maximum', { ...sure, answers: 5, agreeing: 5, provenAgrees: false, posterior: 0.94 }, 'stop'],
    ['A7 a tie at the maximum', { ...sure, answers: 5, posterior: 0.5, tied: true }, 'review'],
    ['above the maximum and unsure', { ...sure, answers: 7, posterior: 0.5 }, 'review'],
  ] as const)('%s', (_, task, step) => {
    expect(nextStep(policy, task)).toBe(step)
  })

  test('A7 a fixed overlap ends at its number, sure or not; only a tie that nobody decides is for review', () => {
    expect(nextStep({ minAnswers: 3, maxAnswers: 3, confidence: 0.95 }, { ...sure, answers: 3, posterior: 0.4 })).toBe(
      'stop',
    )
    const fixed = { minAnswers: 4, maxAnswers: 4, confidence: 0.95 }
    const tie = { ...sure, answers: 4, tied: true }
    expect(nextStep(fixed, { ...tie, posterior: 0.5 })).toBe('review')
    // Two who are known to be right against two who are known to guess.
    expect(nextStep(fixed, tie)).toBe('stop')
    expect(nextStep({ minAnswers: 3, maxAnswers: 3, confidence: 0.95 }, { ...sure, answers: 2 })).toBe('ask')
  })

  test('never asks for more than the maximum, never stops below the minimum', () => {
    const task = fc.record({
      answers: fc.nat(12),
      posterior: fc.double({ min: 0, max: 1, noNaN: true }),
      agreeing: fc.nat(12),
      provenAgrees: fc.boolean(),
      tied: fc.boolean(),
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

  test('only unanimous, well-answered tasks are promoted', () => {
    expect(mayBecomeGold(5, 5, 0.97)).toBe(true)
    expect(mayBecomeGold(5, 4, 0.97)).toBe(false)
    expect(mayBecomeGold(4, 4, 0.97)).toBe(false)
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

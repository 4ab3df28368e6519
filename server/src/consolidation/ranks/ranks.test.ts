import type { RankValue } from '@whisker/api/kinds/schema/rank.ts'
import { describe, expect, test } from 'vitest'
import { agrees, shareRight } from '../agrees.ts'
import { collectField } from '../collect-field.ts'
import type { ModelledField } from '../field.ts'
import { judgeField } from '../judge-field.ts'
import { emptyFieldModel } from '../kinds/kinds.ts'
import { modelKindOf, restoreModel } from '../models/models.ts'
import { namingFor } from '../naming.fixture.ts'
import { pushField } from '../push-field.ts'
import { seededRandom } from '../simulate-crowd.ts'
import { believeOrder } from './belief.ts'
import { emptyRanks, thetaOfWorker } from './crowd.ts'
import { pairsOf } from './evidence.ts'
import { type Crowd, simulateOrders } from './simulate-orders.ts'

const naming = namingFor()
const field: ModelledField = { type: 'rank', required: true, options: ['a', 'b', 'c', 'd'].map((value) => ({ value })) }
const order = (text: string): RankValue => text.split('>').map((group) => group.split('='))
const judge = (texts: string[], of = field) =>
  judgeField(of, emptyFieldModel([of]), { workers: texts.map((_, w) => w), values: texts.map(order) }, naming)

/** All orders of these, one by one. */
function allOf(values: string[]): string[][] {
  if (values.length < 2) return [values]
  return values.flatMap((one) => allOf(values.filter((other) => other !== one)).map((rest) => [one, ...rest]))
}

describe('the sum over all orders', () => {
  const ranked = { values: ['a', 'b', 'c', 'd', 'e'], ties: false, top: undefined }
  const orders = ['a>b>c>d>e', 'b>a>c>e>d', 'c>a>b>d>e'].map(order)
  const crowd = emptyRanks(5)

  test('is what one gets by going through them', () => {
    const theta = thetaOfWorker(crowd, 0)
    const said = orders.map((one) => pairsOf(ranked, one))
    const weights = allOf(ranked.values).map((one) => {
      const own = pairsOf(
        ranked,
        one.map((value) => [value]),
      )
      let distance = 0
      for (const pairs of said) for (const [at, pair] of pairs.entries()) if (pair * own[at]! < 0) distance += 0.5
      return { one, weight: Math.exp(-theta * distance) }
    })
    // Each pair stands there both ways round, in what is believed as well.
    const total = weights.reduce((sum, { weight }) => sum + weight, 0)
    const belief = believeOrder(ranked, crowd, { workers: [0, 1, 2], orders })
    for (const [set, probability] of belief.first) {
      const value = ranked.values[belief.head[Math.log2(set)]!]
      const own = weights.filter(({ one }) => one[0] === value).reduce((sum, { weight }) => sum + weight, 0)
      expect(probability).toBeCloseTo(own / total, 9)
    }
    const best = Math.max(...weights.map(({ weight }) => weight)) / total
    const likeliest = [...belief.first].sort((a, b) => b[1] - a[1])[0]![0]
    expect(belief.bestFrom(likeliest).probability).toBeCloseTo(best, 9)
  })

  test('pairs add up, with shared places as well', () => {
    for (const ties of [false, true]) {
      const belief = believeOrder({ ...ranked, ties }, crowd, { workers: [0, 1, 2], orders })
      for (let a = 0; a < 5; a++)
        for (let b = 0; b < a; b++)
          expect(belief.above[a * 5 + b]! + belief.above[b * 5 + a]! + belief.shared[a * 5 + b]!).toBeCloseTo(1, 9)
      expect([...belief.first.values()].reduce((sum, one) => sum + one, 0)).toBeCloseTo(1, 9)
    }
  })
})

describe('what is published', () => {
  test('the order of most pairs, and the probability of its first place; the order of the answers is nothing', () => {
    const { result } = judge(['a>b>c>d', 'a>c>b>d', 'b>a>c>d'])
    expect(result.value).toEqual(order('a>b>c>d'))
    expect(result.order!.whole).toBeLessThan(result.confidence)
    expect(result.order!.above.map(({ length }) => length)).toEqual([3, 2, 1])
    expect(judge(['b>a>c>d', 'a>b>c>d', 'a>c>b>d']).result.value).toEqual(result.value)
  })

  test('two who say the opposite are a tie, three alike are sure', () => {
    expect(judge(['a>b>c>d', 'd>c>b>a']).state).toMatchObject({ tied: true, agreeing: 1 })
    const alike = judge(['c>a>b>d', 'c>a>b>d', 'c>a>b>d'])
    expect(alike.result.confidence).toBeGreaterThan(0.85)
    expect(alike.state).toMatchObject({ tied: false, agreeing: 3 })
  })

  test('places are shared where people share them, and the rest is not put in order behind the first that count', () => {
    const ties = { ...field, ties: true }
    expect(judge(['a=b>c>d', 'a=b>c>d', 'a=b>c>d'], ties).result.value).toEqual(order('a=b>c>d'))
    expect(judge(['b>a=c=d', 'b>a=c=d', 'a>b=c=d'], { ...field, top: 1 }).result.value).toEqual(order('b>a=c=d'))
  })

  test('of more than eight the order is one of all', () => {
    const values = Array.from({ length: 20 }, (_, n) => `v${n}`)
    const many = { ...field, options: values.map((value) => ({ value })) }
    const text = values.join('>')
    expect(judge([text, text, text], many).result.value).toEqual(order(text))
  })
})

describe('what is said of the first place is how often it is right', () => {
  const sizes: [Crowd, number, number][] = [
    ['alike', 4, 200],
    ['alike', 12, 60],
    ['unequal', 6, 200],
    ['near', 6, 200],
    ['shared', 6, 200],
  ]
  test.each(sizes)('%s, %i things', (crowd, things, items) => {
    const size = { crowd, things, items, workers: 40, overlap: 3 }
    const { values, truth, said } = simulateOrders({ ...size, random: seededRandom(7) })
    const ranked = { ...field, ties: crowd === 'shared', options: values.map((value) => ({ value })) }
    const collector = collectField([ranked], { ...size, answers: items * size.overlap })
    for (const [item, { workers, orders }] of said.entries())
      for (const [i, value] of orders.entries()) collector.add(item, workers[i]!, value)
    const { model } = collector.fit(size.workers, naming)
    let [sure, right] = [0, 0]
    for (const [item, { workers, orders }] of said.entries()) {
      const { result } = judgeField(ranked, model, { workers, values: orders }, naming)
      sure += result.confidence / items
      right += Number(JSON.stringify((result.value as RankValue)[0]) === JSON.stringify(truth[item]![0])) / items
    }
    expect(right).toBeGreaterThan(0.6)
    expect(Math.abs(sure - right)).toBeLessThan(0.07)
  })
})

test('a refit is not needed to see who turns pairs round, and a model is stored as it is', () => {
  const model = emptyFieldModel([field])
  for (let item = 0; item < 150; item++) {
    const said = ['a>b>c>d', 'a>b>c>d', 'd>c>a>b'].map(order)
    for (let count = 1; count <= 3; count++)
      pushField(field, model, { workers: [0, 1, 2].slice(0, count), values: said.slice(0, count) }, naming)
  }
  const accuracy = modelKindOf(model).accuracy(model)
  expect(accuracy(0)).toBeGreaterThan(accuracy(2) + 0.2)
  const restored = restoreModel(modelKindOf(model).store(model))!
  expect(modelKindOf(restored).accuracy(restored)(2)).toBeCloseTo(accuracy(2), 5)
})

test('right is who has the first place; how far, Kendall says', () => {
  expect(agrees(field, order('a>b>c>d'), order('a>d>c>b'), naming)).toBe(true)
  expect(agrees(field, order('a>b>c>d'), order('b>a>c>d'), naming)).toBe(false)
  expect(shareRight(field, order('a>b>c>d'), order('b>a>c>d'), naming)).toBeCloseTo(5 / 6)
})

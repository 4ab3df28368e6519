import type { Box } from '@whisker/api/kinds/schema/boxes.ts'
import { describe, expect, test } from 'vitest'
import type { ModelledField } from '../field.ts'
import { judgeField } from '../judge-field.ts'
import { emptyFieldModel } from '../kinds/kinds.ts'
import { labelItems } from '../label-items.ts'
import { modelKindOf, restoreModel } from '../models/models.ts'
import { nameBy } from '../naming.ts'
import { onlineAccuracy } from '../online.ts'
import { nextStep } from '../overlap.ts'
import { pushField } from '../push-field.ts'
import { boxGeometry } from './boxes.ts'
import { ratesOf } from './crowd.ts'
import { f1, foundOf } from './score.ts'
import { type BoxesCrowd, simulateBoxes } from './simulate-boxes.ts'

const naming = nameBy('letters', { language: 'en', synonyms: [], apart: [] })
const options = ['cat', 'dog', 'owl'].map((value) => ({ value }))
const field: ModelledField = { type: 'boxes', required: true, options }
const box = (x: number, more: Partial<Box> = {}): Box => ({ label: 'cat', x, y: 0, width: 100, height: 100, ...more })
const plain: ModelledField = { type: 'boxes', required: true }
const judge = (values: (Box[] | null)[], one = field) =>
  judgeField(one, emptyFieldModel([one]), { workers: values.map((_, w) => w), values }, naming)

const columnsOf = ({ truth, answers, isLazy }: BoxesCrowd) => {
  const all = answers.flatMap((item, n) => item.map((answer) => ({ n, ...answer })))
  return {
    ...{ items: truth.length, workers: isLazy.length },
    ...{
      item: all.map(({ n }) => n),
      worker: all.map(({ worker }) => worker),
      value: all.map(({ objects }) => objects),
    },
  }
}
const classes = options.map(({ value }) => value)
const crowd = simulateBoxes({ items: 300, workers: 20, overlap: 3, seed: 11, classes })
const fitted = labelItems([field], columnsOf(crowd), naming)
const scoreOf = (values: Box[][]) => {
  const sum = { found: 0, missed: 0, extra: 0 }
  for (const [n, truth] of crowd.truth.entries())
    for (const [key, count] of Object.entries(foundOf(boxGeometry, truth, values[n]!, 0.7)))
      sum[key as keyof typeof sum] += count
  return f1(sum)
}

describe('a picture by itself', () => {
  test('what most have is there, in the middle of where they have it; what one of three has is in doubt', () => {
    const { result, state } = judge([[box(0)], [box(4)], [box(8), box(500)]])
    expect(result.value).toEqual([box(4)])
    expect(result.objects).toMatchObject([{ found: 3 }])
    expect(result.objects![0]!.exists).toBeGreaterThan(0.95)
    expect(state.agreeing).toBe(2)
  })

  test('nothing there, no answer, and both', () => {
    expect(judge([[], [], []]).result.value).toEqual([])
    expect(judge([null, null, []]).result.value).toBeNull()
    expect(judge([null, [], []]).result).toMatchObject({ value: [], votes: [{ value: [], count: 2 }, { value: null }] })
  })

  test('an object that people name differently is one object', () => {
    const { result } = judge([[box(0)], [box(2)], [box(4, { label: 'dog' })]])
    expect(result.value).toEqual([box(2)])
    expect(result.objects![0]!.label).toBeLessThan(result.objects![0]!.exists)
  })

  test('as many as the form takes', () => {
    const values = [[box(0), box(300)], [box(0)], []]
    expect(judge(values, { ...field, min_count: 2 }).result.value).toHaveLength(2)
    expect(judge(values, { ...field, max_count: 1 }).result.value).toEqual([box(0)])
  })

  test('whose answer comes first decides nothing, nor in which order the keys stand', () => {
    const values = [[box(0), box(300)], [box(30, { label: 'dog' })], [box(60), box(310)], [], [box(20)]]
    const turned = values.map((list) => list.map(({ label, x, ...rest }) => ({ ...rest, x, label }) as Box))
    const of = (order: number[], from = values) => {
      const { result, state } = judgeField(
        field,
        fitted.fit.model,
        { workers: order, values: order.map((n) => from[n]!) },
        naming,
      )
      return JSON.stringify([result, state])
    }
    for (const order of [
      [4, 3, 2, 1, 0],
      [2, 0, 4, 1, 3],
    ])
      expect(of(order)).toBe(of([0, 1, 2, 3, 4]))
    expect(of([1, 3, 0, 2, 4], turned)).toBe(of([0, 1, 2, 3, 4]))
  })

  test('asked on while an object is in doubt, and not when all are sure', () => {
    const policy = { minAnswers: 2, maxAnswers: 5, confidence: 0.95 }
    expect(nextStep(policy, judge([[box(0)], []]).state)).toBe('ask')
    expect(nextStep(policy, judge([[box(0)], [box(2)], [box(1)]]).state)).toBe('stop')
    // Three agree that it is there, and not where.
    const apart = judge([[box(0)], [box(40, { width: 60 })], [box(0, { width: 60, height: 60 })]])
    expect(apart.state.settled).toBe(false)
  })
})

describe('at the most answers', () => {
  const policy = { minAnswers: 2, maxAnswers: 6, confidence: 0.95 }
  const many = Array.from({ length: 14 }, (_, n) => box(150 * n))
  /** Six answers: all have the many, two of them one more. */
  const stepOf = (sure: Box[]) => {
    const { state } = judge(Array.from({ length: 6 }, (_, n) => (n < 2 ? [...sure, box(5000)] : sure)))
    expect(state.settled).toBe(false)
    return nextStep(policy, state)
  }

  test('one object in doubt is for a person where it is half of what is there', () => {
    expect(stepOf(many.slice(0, 1))).toBe('review')
  })

  test('and is published among many that are sure', () => {
    expect(stepOf(many)).toBe('stop')
  })

  test('before that it is asked about', () => {
    const { state } = judge([many, many, many, [...many, box(5000)], [...many, box(5000)]])
    expect(nextStep(policy, state)).toBe('ask')
  })
})

describe('how unequally hard objects are is learned', () => {
  const learned = (hardness: number) => {
    const made = simulateBoxes({ items: 300, workers: 20, overlap: 5, seed: 4, hardness, lazy: 0 })
    const { fit, results } = labelItems([plain], columnsOf(made), naming)
    if (fit.model.kind !== 'objects') throw new Error('Boxes have a model of objects.')
    const right = results.map(({ value }, n) => f1(foundOf(boxGeometry, made.truth[n]!, value as Box[])) === 1)
    const share = right.filter(Boolean).length / right.length
    const sure = results.reduce((sum, { confidence }) => sum + confidence, 0) / results.length
    return { hardness: ratesOf(fit.model.crowd).hardness, off: Math.abs(share - sure) }
  }

  test('where all are alike and where some are missed by nearly all; so it is known how often a whole set is right', () => {
    const [alike, unlike] = [learned(0), learned(1.2)]
    expect(alike.hardness).toBeLessThan(0.6)
    expect(unlike.hardness).toBeGreaterThan(0.8)
    expect(alike.off).toBeLessThan(0.05)
  })
})

describe('a crowd of whom one in five does not look', () => {
  test('finds what is there better than the majority', () => {
    const own = scoreOf(fitted.results.map(({ value }) => (value ?? []) as Box[]))
    const majority = scoreOf(
      crowd.answers.map((item) => {
        const { value } = judgeField(
          field,
          emptyFieldModel([field]),
          { workers: item.map((_, w) => w), values: item.map(({ objects }) => objects) },
          naming,
        ).result
        return (value ?? []) as Box[]
      }),
    )
    expect(own).toBeGreaterThan(0.88)
    expect(own).toBeGreaterThan(majority + 0.02)
  })

  test('those are told from the others', () => {
    const accuracy = fitted.fit.workers.map((worker) => worker.accuracy)
    const lazy = accuracy.filter((_, w) => crowd.isLazy[w])
    expect(Math.max(...lazy)).toBeLessThan(Math.min(...accuracy.filter((_, w) => !crowd.isLazy[w])))
  })

  test('agree beyond chance, as far as they look', () => {
    expect(fitted.fit.alpha).toBeGreaterThan(0.3)
    const careful = simulateBoxes({
      items: 100,
      workers: 10,
      overlap: 3,
      seed: 2,
      lazy: 0,
      misses: 0.02,
      extra: 0.02,
      classes,
      mistaken: 0,
    })
    expect(labelItems([field], columnsOf(careful), naming).fit.alpha).toBeGreaterThan(0.9)
    const shuffled = {
      ...careful,
      answers: careful.answers.map((item, n) =>
        item.map((answer, a) => ({ ...answer, objects: careful.answers[(n + 7 * a) % 100]![a]!.objects })),
      ),
    }
    expect(Math.abs(labelItems([field], columnsOf(shuffled), naming).fit.alpha!)).toBeLessThan(0.1)
  })

  test('gold shows who is right where all others are wrong', () => {
    const gold = new Map(crowd.truth.slice(0, 60).map((boxes, n) => [n, boxes]))
    const { fit } = labelItems([field], columnsOf(crowd), naming, { gold })
    const lazy = fit.workers.filter((_, w) => crowd.isLazy[w]).map(({ accuracy }) => accuracy)
    expect(Math.max(...lazy)).toBeLessThan(0.4)
  })

  test('what is learned online is nearly what a refit learns', () => {
    const online = emptyFieldModel([field])
    for (const item of crowd.answers)
      for (let count = 1; count <= item.length; count++) {
        const some = item.slice(0, count)
        pushField(
          field,
          online,
          { workers: some.map(({ worker }) => worker), values: some.map(({ objects }) => objects) },
          naming,
        )
      }
    const of = modelKindOf(online).accuracy(online)
    for (const [w, { accuracy }] of fitted.fit.workers.entries()) expect(Math.abs(of(w) - accuracy)).toBeLessThan(0.08)
    const [names, refit] = [online, fitted.fit.model].map((model) => model.kind === 'objects' && model.labels.model)
    if (!names || !refit) throw new Error('Boxes with labels have a table of names.')
    for (const [w, isLazy] of crowd.isLazy.entries())
      if (!isLazy) expect(Math.abs(onlineAccuracy(names, w) - onlineAccuracy(refit, w))).toBeLessThan(0.08)
  })

  test('a model that was stored judges as it did', () => {
    const { model } = fitted.fit
    const restored = restoreModel(modelKindOf(model).store(model))!
    const said = { workers: [0, 5, 9], values: [[box(0)], [box(3), box(400)], [box(1)]] }
    const of = (one: typeof model) => judgeField(field, one, said, naming)
    expect(of(restored).result.value).toEqual(of(model).result.value)
    expect(of(restored).result.confidence).toBeCloseTo(of(model).result.confidence, 4)
    const [part] = modelKindOf(model).store(model)
    expect(restoreModel([{ ...part!, packed: part!.packed.subarray(4) }])).toBeNull()
  })
})

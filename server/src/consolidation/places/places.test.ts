import type { FieldValue } from '@whisker/api/fields.ts'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { agrees, shareRight } from '../agrees.ts'
import { collectField } from '../collect-field.ts'
import { decide } from '../decide.ts'
import type { ModelledField } from '../field.ts'
import type { FieldModel } from '../field-model.ts'
import { judgeField } from '../judge-field.ts'
import { emptyFieldModel } from '../kinds/kinds.ts'
import { modelKindOf, restoreModel } from '../models/models.ts'
import { namingFor } from '../naming.fixture.ts'
import { pushField } from '../push-field.ts'
import { agreementOf, standingFor } from './agreement.ts'
import { believe, waysOf } from './belief.ts'
import { emptyPlaces } from './crowd.ts'
import { isWithin, ofAllVersions, treeOf } from './tree.ts'

const naming = namingFor()
const options = [
  { value: 'bird' },
  { value: 'heron', parent: 'bird' },
  { value: 'grey heron', parent: 'heron' },
  { value: 'purple heron', parent: 'heron' },
  { value: 'squacco heron', parent: 'heron' },
  { value: 'stork', parent: 'bird' },
  { value: 'white stork', parent: 'stork' },
  { value: 'black stork', parent: 'stork' },
  { value: 'bat' },
]
const species: ModelledField = { type: 'select', required: true, options }
const judge = (values: (string | null)[], field = species, model: FieldModel = emptyFieldModel([field])) =>
  judgeField(field, model, { workers: values.map((_, w) => w), values }, naming)

/** Trees of up to 30 places, each with those before it as possible parents. */
const someTree = fc.array(fc.nat(), { minLength: 2, maxLength: 30 }).map((picks) =>
  picks.map((pick, n) => {
    const parent = pick % (n + 1)
    return parent === n ? { value: `v${n}` } : { value: `v${n}`, parent: `v${parent}` }
  }),
)

describe('the formula', () => {
  test('adds up to 1 over the places of a level, whatever the truth', () => {
    fc.assert(
      fc.property(someTree, fc.nat(), fc.nat(), (places, pick, depth) => {
        const tree = treeOf(places)
        const isInner = (place: number) => places.some(({ parent }) => parent === tree.values[place])
        const leaves = [...tree.values.keys()].filter((place) => place > 0 && !isInner(place))
        const truth = leaves[pick % leaves.length]!
        const level = 1 + (depth % tree.levels)
        const said = [...tree.values.keys()].filter(
          (place) => place > 0 && (tree.level[place] === level || (tree.level[place]! < level && !isInner(place))),
        )
        // A leaf that ends before the level is answered at its own.
        fc.pre(said.every((place) => tree.level[place] === level))
        const crowd = emptyPlaces(tree.levels)
        let sum = 0
        for (const place of said) {
          const belief = believe(
            tree,
            crowd,
            { workers: [0], values: [tree.values[place]!] },
            { optional: false, exponent: 1 },
          )
          const ways = waysOf(tree, crowd, 0, belief.answered[0]!)
          let shared = 0
          for (let at = place; at > 0; at = tree.above[at]!)
            if (isWithin(tree, truth, at)) shared = Math.max(shared, tree.level[at]!)
          sum += ways[shared]!
        }
        expect(sum).toBeCloseTo(1, 9)
      }),
    )
  })

  test('what is believed adds up, from the leaves to the top', () => {
    fc.assert(
      fc.property(
        someTree,
        fc.array(fc.nat(), { minLength: 1, maxLength: 6 }),
        fc.boolean(),
        (places, picks, optional) => {
          const values = picks.map((pick) => (optional && pick % 7 === 0 ? null : places[pick % places.length]!.value))
          const said = { workers: values.map((_, w) => w), values }
          const { nodes } = believe(treeOf(places), emptyPlaces(3), said, { optional, exponent: 0.6 })
          expect(nodes[0]!.raw).toBeCloseTo(1, 9)
          expect(nodes[0]!.soft).toBeCloseTo(1, 9)
          for (const node of nodes) {
            expect(node.below.reduce((sum, { raw }) => sum + raw, 0)).toBeLessThanOrEqual(node.raw + 1e-9)
            expect(node.below.reduce((sum, { leaves }) => sum + leaves, 0)).toBeLessThanOrEqual(node.leaves)
          }
        },
      ),
    )
  })
})

describe('what comes out', () => {
  test('species when they agree; a genus that all share when they do not, as sure as that is', () => {
    const policy = { minAnswers: 2, maxAnswers: 4, confidence: 0.9 }
    const one = judge(['grey heron', 'grey heron', 'grey heron'])
    expect(decide(policy, one)).toMatchObject({ next: 'stop', result: { value: 'grey heron' } })
    const torn = judge(['grey heron', 'purple heron', 'grey heron', 'purple heron'])
    const decided = decide(policy, torn)
    expect(decided).toMatchObject({ next: 'stop', result: { value: 'heron' } })
    expect(decided.result.confidence).toBeGreaterThan(0.9)
    expect(decided.result.votes).toMatchObject([{ count: 2 }, { count: 2 }])
    expect(decide(policy, judge(['grey heron', 'purple heron'])).next).toBe('ask')
    const apart = judge(['grey heron', 'bat', 'white stork', 'bat'])
    expect(decide(policy, apart).next).toBe('review')
  })

  test('who says less agrees: it takes nothing away, and makes the place above surer', () => {
    const [two, more] = [judge(['grey heron', 'grey heron']), judge(['grey heron', 'grey heron', 'heron'])]
    expect(more.result.value).toBe('grey heron')
    expect(more.state.posterior).toBeGreaterThanOrEqual(two.state.posterior)
    expect(more.state).toMatchObject({ answers: 3, agreeing: 2, tied: false })
    expect(more.above![0]).toMatchObject({ result: { value: 'heron' }, state: { agreeing: 3 } })
    expect(judge(['heron', 'heron', 'heron']).result.value).toBe('heron')
    const against = judge(['grey heron', 'grey heron', 'stork'])
    expect(against.state.posterior).toBeLessThan(two.state.posterior)
  })

  test('a place above everything says nothing, and is never what is published instead', () => {
    const field = {
      ...species,
      options: [{ value: 'animal' }, ...options.map((one) => ({ parent: 'animal', ...one }))],
    }
    const { above } = judge(['grey heron', 'bat'], field)
    expect(above!.map(({ result }) => result.value)).not.toContain('animal')
    expect(decide({ minAnswers: 2, maxAnswers: 2, confidence: 0.9 }, judge(['grey heron', 'bat'], field)).next).toBe(
      'review',
    )
  })

  test('the order of the answers changes nothing', () => {
    fc.assert(
      fc.property(
        someTree,
        fc.array(fc.tuple(fc.nat(), fc.nat()), { minLength: 1, maxLength: 7 }),
        fc.boolean(),
        (places, picks, required) => {
          const field: ModelledField = { type: 'select', required, options: places }
          const values = picks.map(([pick]) =>
            !required && pick % 5 === 0 ? null : places[pick % places.length]!.value,
          )
          const order = [...values.keys()]
          const other = order.toSorted((a, b) => picks[a]![1] - picks[b]![1])
          const by = (workers: number[]) =>
            judgeField(field, emptyFieldModel([field]), { workers, values: workers.map((w) => values[w]) }, naming)
          const [one, two] = [by(order), by(other)]
          expect({ ...two, accuracy: 0 }).toEqual({ ...one, accuracy: 0 })
          expect(one.result.confidence).toBeGreaterThan(0)
          expect(one.result.confidence).toBeLessThanOrEqual(1)
          // Ever surer on the way up, and one way.
          const way = [one, ...(one.above ?? [])].map(({ state }) => state.posterior)
          expect(way).toEqual(way.toSorted((a, b) => a - b))
        },
      ),
      { numRuns: 300 },
    )
  })

  test('a list without a tree gives what any choice gives, to the digit', () => {
    const flat = (count: number) => Array.from({ length: count }, (_, n) => ({ value: `o${n}`, code: `c${n}` }))
    fc.assert(
      fc.property(
        fc.constantFrom(5, 40),
        fc.array(fc.nat({ max: 4 }), { minLength: 1, maxLength: 6 }),
        fc.boolean(),
        (count, picks, known) => {
          const values: FieldValue[] = picks.map((pick) => `o${pick}`)
          const by = (type: 'select' | 'radio') => {
            const field: ModelledField = { type, required: true, options: flat(count) }
            const collector = collectField([field], { items: 60, workers: 4, answers: 240 })
            for (let item = 0; item < 60; item++)
              for (let w = 0; w < 4; w++) collector.add(item, w, `o${(item + Number(w > 1 && item % w === 0)) % 5}`)
            const model = known ? collector.fit(4, naming).model : emptyFieldModel([field])
            return judgeField(field, model, { workers: values.map((_, w) => w % 4), values }, naming)
          }
          expect(by('select')).toEqual(by('radio'))
        },
      ),
    )
  })
})

describe('what a crowd shows', () => {
  const crowdOf = (sure: (worker: number) => number) => {
    const leaves = ['grey heron', 'purple heron', 'squacco heron', 'white stork', 'black stork', 'bat']
    return Array.from({ length: 120 }, (_, item) =>
      [0, 1, 2].map((worker) => {
        const truth = leaves[item % 5]!
        if ((item * 7 + worker * 3) % 10 < sure(worker)) return truth
        return truth.endsWith('heron') ? leaves[(item + 1 + worker) % 3]! : leaves[3 + ((item + worker) % 2)]!
      }),
    )
  }

  test('who knows the way further down is thought to; pushed one by one as fitted at once, and kept', () => {
    const items = crowdOf((worker) => [10, 9, 2][worker]!)
    const collector = collectField([species], { items: 120, workers: 3, answers: 360 })
    const online = emptyFieldModel([species])
    items.forEach((values, item) => {
      values.forEach((value, worker) => {
        collector.add(item, worker, value)
        const first = values.slice(0, worker + 1)
        pushField(species, online, { workers: first.map((_, w) => w), values: first }, naming)
      })
    })
    const { model, workers, alpha } = collector.fit(3, naming)
    expect(workers[0]!.accuracy).toBeGreaterThan(workers[2]!.accuracy + 0.2)
    expect(alpha).toBeGreaterThan(0.2)
    const pushed = modelKindOf(online).accuracy(online)
    for (const worker of [0, 1, 2]) expect(Math.abs(pushed(worker) - workers[worker]!.accuracy)).toBeLessThan(0.15)
    const kept = restoreModel(modelKindOf(model).store(model))!
    const said = { workers: [0, 2], values: ['grey heron', 'purple heron'] }
    const [before, after] = [model, kept].map((one) => judgeField(species, one, said, naming))
    expect(before!.result.value).toBe('grey heron')
    expect(after!.result.confidence).toBeCloseTo(before!.result.confidence, 5)
    expect(modelKindOf(model).sizeBytes(model)).toBeGreaterThan(0)
  })

  test('gold tells who is right where all others are wrong together', () => {
    const collector = collectField([species], { items: 100, workers: 4, answers: 400 })
    for (let item = 0; item < 100; item++)
      for (let worker = 0; worker < 4; worker++)
        collector.add(item, worker, worker === 0 ? 'black stork' : 'white stork', item < 60 ? 'black stork' : undefined)
    const { workers } = collector.fit(4, naming)
    expect(workers[0]!.accuracy).toBeGreaterThan(workers[1]!.accuracy + 0.3)
  })
})

test('who says less than what is right agrees with it, and has said so much of it', () => {
  expect(agrees(species, 'grey heron', 'heron', naming)).toBe(true)
  expect(agrees(species, 'heron', 'grey heron', naming)).toBe(true)
  expect(agrees(species, 'grey heron', 'stork', naming)).toBe(false)
  const share = (value: string) => shareRight(species, 'grey heron', value, naming)
  expect(['grey heron', 'heron', 'bird', 'purple heron', 'no such'].map(share)).toEqual([1, 2 / 3, 1 / 3, 0, 0])
  expect(shareRight(species, 'heron', 'grey heron', naming)).toBe(1)
})

test('agreement: to say less is not to disagree; beyond chance as always', () => {
  const tree = treeOf(options)
  expect(
    agreementOf(tree, [
      ['bird', 'grey heron'],
      ['bat', 'bat'],
    ]),
  ).toBe(1)
  expect(
    agreementOf(tree, [
      ['grey heron', 'bat'],
      ['bat', 'grey heron'],
    ]),
  ).toBeLessThan(0)
  expect(agreementOf(tree, [['bat']])).toBeNull()
  const flat = treeOf([{ value: 'a' }, { value: 'b' }, { value: 'c' }])
  // Worked out by hand: 3 pairs apart of 6 answers; 24 of 30 pairs by chance.
  expect(
    agreementOf(flat, [
      ['a', 'a'],
      ['b', 'b'],
      ['a', 'c'],
    ]),
  ).toBeCloseTo(1 - 2 / 6 / (22 / 30), 9)
})

test('what says less stands for what the others say, when it is looked for who errs alike', () => {
  const tree = treeOf(options)
  expect(standingFor(tree, ['heron', 'grey heron', 'bat', 'bird'], undefined)).toEqual([
    'grey heron',
    'grey heron',
    'bat',
    'grey heron',
  ])
  expect(standingFor(tree, ['heron', 'stork'], 'purple heron')).toEqual(['purple heron', 'stork'])
})

test('a form of several versions: a place stands where the newest that has it says', () => {
  const all = ofAllVersions([options, [{ value: 'egret', parent: 'white' }, { value: 'white' }, { value: 'heron' }]])
  const tree = treeOf(all)
  expect(isWithin(tree, tree.placeOf.get('heron')!, tree.placeOf.get('bird')!)).toBe(true)
  expect(isWithin(tree, tree.placeOf.get('egret')!, tree.placeOf.get('white')!)).toBe(true)
})

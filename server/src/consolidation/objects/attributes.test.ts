import type { Box } from '@whisker/api/kinds/schema/boxes.ts'
import type { SmallValues } from '@whisker/api/kinds/schema/small-field.ts'
import { describe, expect, test } from 'vitest'
import { shareRight } from '../agrees.ts'
import type { ModelledField } from '../field.ts'
import type { FieldModel } from '../field-model.ts'
import { judgeField } from '../judge-field.ts'
import { emptyFieldModel, kindOf } from '../kinds/kinds.ts'
import { labelItems } from '../label-items.ts'
import { modelKindOf, restoreModel } from '../models/models.ts'
import { nameBy } from '../naming.ts'
import { nextStep } from '../overlap.ts'
import { pushField } from '../push-field.ts'
import { boxGeometry } from './boxes.ts'
import { pairUp } from './pair.ts'
import { attributes, poses } from './simulate-attributes.ts'
import { simulateBoxes } from './simulate-boxes.ts'

const naming = nameBy('letters', { language: 'en', synonyms: [], apart: [] })
const options = [{ value: 'cat' }, { value: 'dog' }]
const tag = { name: 'tag', type: 'input' as const, required: false }
const field: ModelledField = { type: 'boxes', required: true, options, attributes: [...attributes, tag] }
const box = (x: number, said: SmallValues = { pose: 'lying' }): Box => ({
  ...{ label: 'cat', x, y: 0, width: 100, height: 100 },
  attributes: said,
})
const judge = (values: Box[][], one = field, model: FieldModel = emptyFieldModel([one])) =>
  judgeField(one, model, { workers: values.map((_, w) => w), values }, naming)

describe('what is said of an object by those who marked it', () => {
  test('is what most of them say, each with how sure it is', () => {
    const { result } = judge([
      [box(0, { pose: 'lying', hurt: ['yes'], tag: 'A7' })],
      [box(2, { pose: 'lying', hurt: ['yes'], tag: 'a7.' })],
      [box(4, { pose: 'eating', hurt: ['yes'], tag: 'B' })],
    ])
    expect(result.value).toEqual([box(2, { pose: 'lying', hurt: ['yes'], tag: 'A7' })])
    const { pose, hurt, tag } = result.objects![0]!.attributes!
    expect([pose, hurt, tag].every((sure) => sure! > 0.4 && sure! < 1)).toBe(true)
    expect(hurt).toBeGreaterThan(pose!)
  })

  test('who marked another one says nothing of it, and what nobody says is left out', () => {
    const { result } = judge([
      [box(0), box(500, { pose: 'eating' })],
      [box(2), box(502, { pose: 'eating' })],
      [box(4), box(504, { pose: 'eating' })],
    ])
    expect((result.value as Box[]).map((one) => one.attributes)).toEqual([{ pose: 'lying' }, { pose: 'eating' }])
  })

  test('takes part in how sure the whole is, and is asked about while it is in doubt', () => {
    const policy = { minAnswers: 2, maxAnswers: 5, confidence: 0.9 }
    const same = judge([[box(0)], [box(2)], [box(1)]])
    const other = judge([[box(0)], [box(2)], [box(1, { pose: 'eating' })]])
    expect(other.result.confidence).toBeLessThan(same.result.confidence - 0.1)
    expect([same, other].map(({ state }) => nextStep(policy, state))).toEqual(['stop', 'ask'])
    expect(other.result.objects).toMatchObject([{ disputed: true }])
    expect(same.result.objects).toMatchObject([{ disputed: false }])
  })

  test('is for a person where as many say the one as the other', () => {
    const { state } = judge([[box(0)], [box(2, { pose: 'eating' })]])
    expect(nextStep({ minAnswers: 2, maxAnswers: 2, confidence: 0 }, { ...state, expected: undefined })).toBe('review')
  })

  test('stands with what was left out, for who takes it', () => {
    const { result } = judge([[box(0), box(500)], [box(2)], [box(4)]])
    expect(result.left_out).toMatchObject([{ object: box(500), attributes: { pose: expect.any(Number) } }])
  })

  test('is read in whatever order it was kept', () => {
    const said = { tag: 'A', pose: 'lying', hurt: ['yes'] }
    const turned = { hurt: ['yes'], pose: 'lying', tag: 'A', gone: 'x' }
    expect(judge([[box(0, said)], [box(0, turned)]]).result.votes).toHaveLength(1)
  })

  test('by a majority: what most of those say who marked it', () => {
    const { value } = kindOf(field).majority(
      field,
      [[box(0)], [box(2, { pose: 'eating' })], [box(4, { pose: 'eating' })], [box(900)]],
      String,
    )
    expect(value).toMatchObject([{ attributes: { pose: 'eating' } }])
  })
})

test('a box that was found with a wrong attribute is worth a part of one', () => {
  const truth = [box(0, { pose: 'lying', tag: 'A' })]
  const answers: SmallValues[] = [
    { pose: 'lying', tag: 'a' },
    { pose: 'eating', tag: 'A' },
    { pose: 'lying', hurt: ['yes'], tag: 'B' },
    { pose: 'moving', hurt: ['yes'] },
  ]
  expect(answers.map((said) => shareRight(field, truth, [box(1, said)], naming))).toEqual([1, 0.75, 0.5, 0.25])
  expect(shareRight({ ...field, attributes: undefined }, truth, [box(1, { pose: 'eating' })], naming)).toBe(1)
})

describe('a crowd that says something of boxes', () => {
  const plain: ModelledField = { type: 'boxes', required: true, attributes }
  const crowd = simulateBoxes({ items: 300, workers: 20, overlap: 5, seed: 11, attributes: true })
  const all = crowd.answers.flatMap((item, n) => item.map((answer) => ({ n, ...answer })))
  const columns = {
    ...{ items: crowd.truth.length, workers: crowd.isLazy.length },
    ...{ item: all.map(({ n }) => n), worker: all.map(({ worker }) => worker) },
    value: all.map(({ objects }) => objects),
  }
  const fitted = labelItems([plain], columns, naming)
  /** Those who do not look say something of objects that are not there, from which nobody can tell how often they are right. */
  const looking = [...crowd.isLazy.keys()].filter((w) => !crowd.isLazy[w])
  const poseAccuracy = (model: FieldModel) => {
    const pose = model.kind === 'objects' ? model.attributes.get('pose')! : model
    return modelKindOf(pose).accuracy(pose)
  }
  /** The boxes that all methods have, by what each says of them. */
  const posesRight = (values: (Box[] | null)[], others: (Box[] | null)[]) => {
    const poseOf = (boxes: Box[] | null, n: number) => {
      const partners = pairUp(boxGeometry, crowd.truth[n]!, boxes ?? [], { min: 0.5, namesMatter: false })
      return [...partners].map((at) => boxes?.[at]?.attributes?.pose)
    }
    const pairs = crowd.truth.flatMap((truth, n) => {
      const [said, other] = [poseOf(values[n]!, n), poseOf(others[n]!, n)]
      return truth.flatMap(({ attributes }, t) => (said[t] && other[t] ? [[said[t], attributes!.pose]] : []))
    })
    return pairs.filter(([said, right]) => said === right).length / pairs.length
  }
  const byMajority = crowd.answers.map(
    (item) =>
      kindOf(plain).majority(
        plain,
        item.map(({ objects }) => objects),
        String,
      ).value as Box[],
  )

  test('gives more right poses than majorities do', () => {
    const own = fitted.results.map(({ value }) => value as Box[])
    expect(posesRight(own, byMajority)).toBeGreaterThan(posesRight(byMajority, own))
    expect(posesRight(own, byMajority)).toBeGreaterThan(0.88)
  })

  test('who tells poses apart is known', () => {
    const lazy = fitted.fit.workers.filter((_, w) => crowd.isLazy[w]).map(({ accuracy }) => accuracy)
    const others = fitted.fit.workers.filter((_, w) => !crowd.isLazy[w]).map(({ accuracy }) => accuracy)
    expect(Math.max(...lazy)).toBeLessThan(Math.min(...others))
  })

  test('answers that come one by one teach what a refit finds', () => {
    const online = emptyFieldModel([plain])
    for (const item of crowd.answers)
      for (let count = 1; count <= item.length; count++) {
        const some = item.slice(0, count)
        const answers = { workers: some.map(({ worker }) => worker), values: some.map(({ objects }) => objects) }
        pushField(plain, online, answers, naming)
      }
    const of = modelKindOf(online).accuracy(online)
    for (const w of looking) expect(Math.abs(of(w) - fitted.fit.workers[w]!.accuracy)).toBeLessThan(0.05)
    const [learned, refit] = [poseAccuracy(online), poseAccuracy(fitted.fit.model)]
    for (const w of looking) expect(Math.abs(learned(w) - refit(w))).toBeLessThan(0.08)
  })

  test('gold teaches who is right, of the objects that are there', () => {
    const gold = new Map(crowd.truth.slice(0, 100).map((boxes, n) => [n, boxes]))
    const turned = (said: SmallValues) => ({ ...said, pose: poses[(poses.indexOf(String(said.pose)) + 1) % 4]! })
    const wrong = new Map(
      [...gold].map(([n, boxes]) => [n, boxes.map((one) => ({ ...one, attributes: turned(one.attributes!) }))]),
    )
    const accuracyBy = (known: Map<number, Box[]>) => {
      return poseAccuracy(labelItems([plain], columns, naming, { gold: known }).fit.model)(10)
    }
    expect(accuracyBy(wrong)).toBeLessThan(accuracyBy(gold) - 0.2)
    const online = emptyFieldModel([plain])
    for (const [n, truth] of wrong) {
      const [first] = crowd.answers[n]!
      pushField(plain, online, { workers: [first!.worker], values: [first!.objects] }, naming, truth)
    }
    expect(poseAccuracy(online)(10)).toBeLessThan(0.4)
  })

  const unnamed = (boxes: Box[]) => boxes.map(({ label: _, ...rest }) => rest)

  test('what is stored is judged by as before; what a version without them stored is still read', () => {
    const { model } = fitted.fit
    const parts = modelKindOf(model).store(model)
    const said = [[box(0)], [box(2, { pose: 'eating' })], [box(1, { pose: 'moving', hurt: ['yes'] })]]
    const of = (one: FieldModel) =>
      judgeField(plain, one, { workers: [10, 11, 12], values: said.map(unnamed) }, naming).result
    expect(of(restoreModel(parts)!).value).toEqual(of(model).value)
    expect(of(restoreModel(parts)!).confidence).toBeCloseTo(of(model).confidence, 4)
    const older = restoreModel(parts.filter(({ about }) => about.of === undefined))!
    expect(of(older).value).toMatchObject([{ attributes: { pose: expect.any(String) } }])
    expect(restoreModel(parts.with(-1, { ...parts.at(-1)!, packed: new Uint8Array(3) }))).toBeNull()
  })
})

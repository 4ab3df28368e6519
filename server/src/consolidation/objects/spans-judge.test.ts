import type { Span } from '@whisker/api/kinds/schema/spans.ts'
import { expect, test } from 'vitest'
import type { ModelledField } from '../field.ts'
import { kindOf } from '../kinds/kinds.ts'
import { labelItems } from '../label-items.ts'
import { modelKindOf } from '../models/models.ts'
import { nameBy } from '../naming.ts'
import { emptyCrowd, ratesOf } from './crowd.ts'
import { judgeObjects } from './judge.ts'
import { emptyLabels } from './model.ts'
import { f1, foundOf } from './score.ts'
import { simulateSpans } from './simulate-spans.ts'
import { apartSpanGeometry, spanGeometry } from './spans.ts'

const plain: ModelledField = { type: 'spans', required: true, options: [{ value: 'name' }, { value: 'place' }] }
const text = 'Ann met Bo in Rome'
const span = (label: string, start: number, end: number) => ({ label, start, end, text: text.slice(start, end) })
const known = {
  ...{ crowd: emptyCrowd(), labels: emptyLabels(['name', 'place']), attributes: new Map() },
  ...{ registries: { kindOf, modelKindOf }, naming: nameBy('letters', { language: 'en', synonyms: [], apart: [] }) },
}
const judge = (answers: ReturnType<typeof span>[][], geometry = spanGeometry) =>
  judgeObjects(geometry, plain, known, [...answers.keys()], answers).result

test('what most mark is published, in the order of the text, with the edges of most', () => {
  const result = judge([
    [span('name', 0, 3), span('place', 14, 18)],
    [span('name', 0, 3), span('place', 11, 18), span('name', 4, 7)],
    [span('place', 14, 18), span('name', 0, 3)],
  ])
  expect(result.value).toEqual([span('name', 0, 3), span('place', 14, 18)])
  expect(result.confidence).toBeGreaterThan(0.5)
  expect(result.confidence).toBeLessThan(
    judge([[span('name', 0, 3)], [span('name', 0, 3)], [span('name', 0, 3)]]).confidence,
  )
})

test('a set is as sure as its edges are', () => {
  const [agreed, disputed] = [
    judge([[span('name', 4, 7)], [span('name', 4, 7)], [span('name', 4, 7)]]),
    judge([[span('name', 4, 7)], [span('name', 4, 7)], [span('name', 4, 8)]]),
  ]
  expect(disputed.value).toEqual(agreed.value)
  expect(disputed.confidence).toBeLessThan(agreed.confidence - 0.02)
  expect(disputed.objects?.[0]?.exists).toBeCloseTo(agreed.objects![0]!.exists)
})

test('who marks to the character is learned, and what is said of a whole set is so, to the character', () => {
  const made = simulateSpans({ items: 400, workers: 20, overlap: 5, seed: 5, noise: [0, 0.5], classes: ['name'] })
  const all = made.answers.flatMap((item, n) => item.map((answer) => ({ n, ...answer })))
  const { results, fit } = labelItems(
    [plain],
    {
      ...{ items: made.truth.length, workers: 20, item: all.map(({ n }) => n) },
      ...{ worker: all.map(({ worker }) => worker), value: all.map(({ objects }) => objects) },
    },
    nameBy('letters', { language: 'en', synonyms: [], apart: [] }),
  )
  if (fit.model.kind !== 'objects') throw new Error('no model of objects')
  const rates = ratesOf(fit.model.crowd)
  const honest = [...made.isLazy.keys()].filter((worker) => !made.isLazy[worker])
  const share = (worker: number) => {
    const own = all
      .filter((one) => one.worker === worker)
      .flatMap(({ n, objects }) => objects.map((span) => ({ n, span })))
    const near = own.flatMap(({ n, span }) => {
      const right = made.truth[n]!.find((one) => one.start < span.end && span.start < one.end)
      return right ? [(Number(right.start === span.start) + Number(right.end === span.end)) / 2] : []
    })
    return near.reduce((sum, one) => sum + one, 0) / near.length
  }
  for (const worker of honest) expect(Math.abs(rates.exact(worker) - share(worker))).toBeLessThan(0.15)
  const right = made.truth.map(
    (truth, n) => f1(foundOf(apartSpanGeometry, truth, results[n]!.value as Span[], 1)) === 1,
  )
  const meanOf = (values: number[]) => values.reduce((sum, one) => sum + one, 0) / values.length
  const said = meanOf(results.map(({ confidence }) => confidence))
  expect(Math.abs(said - meanOf(right.map(Number)))).toBeLessThan(0.08)
})

test('where two exclude each other, the likeliest beside them is taken to have as many as the form asks for', () => {
  const both = [span('name', 0, 3), span('place', 0, 18)]
  const answers = [both, both, both, [span('name', 0, 3), span('name', 4, 7)]]
  const { result } = judgeObjects(apartSpanGeometry, { ...plain, min_count: 2 }, known, [0, 1, 2, 3], answers)
  expect(result.value).toEqual([span('name', 0, 3), span('name', 4, 7)])
  expect(result.confidence).toBeLessThan(0.5)
})

test('that nothing is there is an answer', () => {
  expect(judge([[], [], []]).value).toEqual([])
})

test('two that share characters are both published only where the form lets them, and the set is unsure where it does not', () => {
  const both = [span('name', 0, 3), span('place', 0, 18)]
  const answers = [both, both, both, [span('name', 0, 3)]]
  expect(judge(answers).value).toEqual(both)
  const apart = judge(answers, apartSpanGeometry)
  expect(apart.value).toEqual([span('name', 0, 3)])
  expect(apart.confidence).toBeLessThan(0.5)
  const field = { type: 'spans' as const, options: [{ value: 'name' }, { value: 'place' }] }
  expect(kindOf(plain).majority({ ...field, overlapping: true }, answers, String).value).toEqual(both)
  const majority = kindOf(plain).majority({ ...field, overlapping: false }, answers, String)
  expect(majority.value).toEqual([span('name', 0, 3)])
  expect(majority.confidence).toBeLessThan(0.5)
})

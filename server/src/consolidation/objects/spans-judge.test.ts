import { expect, test } from 'vitest'
import { spans } from '../kinds/spans.ts'
import { emptyCrowd } from './crowd.ts'
import { judgeObjects } from './judge.ts'
import { emptyLabels } from './model.ts'
import { apartSpanGeometry, spanGeometry } from './spans.ts'

const field = {
  name: 'words',
  type: 'spans',
  required: true,
  options: [{ value: 'name' }, { value: 'place' }],
} as never
const text = 'Ann met Bo in Rome'
const span = (label: string, start: number, end: number) => ({ label, start, end, text: text.slice(start, end) })
const judge = (answers: ReturnType<typeof span>[][], geometry = spanGeometry) =>
  judgeObjects(geometry, field, emptyCrowd(), emptyLabels(['name', 'place']), [...answers.keys()], answers).result

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
  expect(spans.majority({ ...field, overlapping: true }, answers, String).value).toEqual(both)
  const majority = spans.majority({ ...field, overlapping: false }, answers, String)
  expect(majority.value).toEqual([span('name', 0, 3)])
  expect(majority.confidence).toBeLessThan(0.5)
})

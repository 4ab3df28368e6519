import { expect, test } from 'vitest'
import { countOf, judged } from './verdicts.ts'

const [a, b, c] = [{ label: 'cat' }, { label: 'dog' }, { label: 'bird' }]

test('what is right and what was said are shown once each', () => {
  const all = judged([a, c], { right: [b, a], pairs: [1, null] })
  expect(all).toEqual([
    { shape: b, verdict: 'missed' },
    { shape: a, verdict: 'found' },
    { shape: c, verdict: 'extra' },
  ])
  expect([countOf(all, 'found'), countOf(all, 'missed'), countOf(all, 'extra')]).toEqual([1, 1, 1])
})

test('nothing said where something is, and something where nothing is', () => {
  expect(judged([], { right: [a], pairs: [] })).toEqual([{ shape: a, verdict: 'missed' }])
  expect(judged([a], { right: [], pairs: [null] })).toEqual([{ shape: a, verdict: 'extra' }])
})

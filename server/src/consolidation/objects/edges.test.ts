import { expect, test } from 'vitest'
import { edgeBelief, edgeWeight, likeliestEdge } from './edges.ts'

const weightsOf = (rights: number[]) => rights.map(edgeWeight)

test('an edge is where most say, by how often each is right', () => {
  expect(likeliestEdge([7, 3, 7], weightsOf([0.9, 0.9, 0.9]))).toBe(7)
  expect(likeliestEdge([7, 3, 7], weightsOf([0.5, 0.99, 0.5]))).toBe(3)
  expect(likeliestEdge([9, 3], [1, 1])).toBe(3)
  // All say something else: the one in the middle.
  expect(likeliestEdge([9, 3, 5], [1, 1, 1])).toBe(5)
})

test('how sure an edge is grows with each that says the same, and is shared by those who do not', () => {
  const [alone] = edgeBelief([3], [0.9])
  expect(alone).toBeCloseTo(0.9)
  const [both] = edgeBelief([3, 3], [0.9, 0.9])
  expect(both).toBeCloseTo(0.81 / (0.81 + 0.01 / 4))
  const [one, other] = edgeBelief([3, 4], [0.9, 0.9])
  expect(one).toBeCloseTo(other!)
  expect(one! + other!).toBeLessThan(1)
  const [good, bad] = edgeBelief([3, 4], [0.95, 0.6])
  expect(good).toBeGreaterThan(bad!)
  expect(edgeBelief(Array<number>(10).fill(3), Array<number>(10).fill(0.5))[0]).toBeLessThanOrEqual(1)
})

import { expect, test } from 'vitest'
import type { Filled } from './filled.ts'
import { dashboard, inside, outside, working } from './list.ts'

const filled: Filled = {
  animals: 1,
  fields: 2,
  texts: 3,
  empty: 4,
  practice: 5,
  drawing: 6,
  drawingTask: 'a-drawing',
  marking: 7,
  rows: 8,
  rowsTask: 'some-rows',
  order: 9,
  orderTask: 'some-order',
  task: 'some-task',
  worker: 'some-worker',
  webhook: 'some-webhook',
  memberLink: 'http://localhost/app/join#whi_1',
}

test.each(dashboard)('$path is visited, and nothing else under its name', ({ path, visits }) => {
  const pattern = new RegExp(`^/app${path.replaceAll(/\$\w+/g, '[^/?]+')}(\\?.*)?$`)
  const addresses = visits.map((visit) => visit.path(filled))
  expect(addresses.filter((address) => !pattern.test(address))).toEqual([])
  expect(addresses.length).toBeGreaterThan(0)
})

test('each visit has a name of its own', () => {
  const names = [...outside, ...inside, ...working].map(({ name }) => name)
  expect(names).toEqual([...new Set(names)])
})

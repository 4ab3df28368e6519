import type { Assignment } from '@whisker/api/assignments.ts'
import { expect, test } from 'vitest'
import { append, begunFirst, type Hold, holdOf, placesToFill, putBack } from './line.ts'

function assignment(id: string): Assignment {
  return { id, project_id: 64, version: 1, token: 't', deadline: '', seconds_left: 600, items: [{}] }
}
const line = (...ids: string[]) => ids.map((id) => holdOf(assignment(id), 0))
const ids = (holds: Hold[]) => holds.map((hold) => hold.assignment.id).join('')

test('takes three, and tops up to three ahead when at most one is left that was not started', () => {
  expect([line(), line('a'), line('a', 'b'), line('a', 'b', 'c'), line('a', 'b', 'c', 'd')].map(placesToFill)).toEqual([
    3, 3, 2, 0, 0,
  ])
})

test('R-09 what was answered or is there already does not come twice', () => {
  const given = [assignment('a'), assignment('b'), assignment('c')]
  expect(ids(append(line('a'), given, 0, new Set(['b'])))).toBe('ac')
})

test('an answer to be changed comes at once, but never takes the form from under the fingers', () => {
  const [back] = line('x') as [Hold]
  expect(ids(putBack(line('a', 'b'), back, true))).toBe('xab')
  expect(ids(putBack(line('a', 'b'), back, false))).toBe('axb')
  expect(ids(putBack([], back, true))).toBe('x')
})

test('after a reload, what was begun is on the screen', () => {
  expect(ids(begunFirst(line('a', 'b', 'c'), (id) => id === 'b'))).toBe('bac')
})

import { expect, test } from 'vitest'
import { withoutBasePath } from './base-path.ts'

test.each([
  ['', '/tasks?x=1', '/tasks?x=1'],
  ['/whisker', '/whisker/tasks/7?x=/whisker', '/tasks/7?x=/whisker'],
  ['/whisker', '/tasks/7', '/tasks/7'],
  ['/whisker', '/whisker', '/'],
  ['/whisker', '/whisker?x=1', '/?x=1'],
  ['/whisker', '/whiskers/tasks', '/whiskers/tasks'],
  ['/a/b', '/a/tasks', '/a/tasks'],
  // Once only: what is left is Whisker's own.
  ['/whisker', '/whisker/whisker/tasks', '/whisker/tasks'],
])('E1 under "%s", %s is %s', (base, address, inner) => {
  expect(withoutBasePath(base, address)).toBe(inner)
})

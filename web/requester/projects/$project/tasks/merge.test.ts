import type { Task } from '@whisker/api/tasks.ts'
import { expect, test } from 'vitest'
import { mergePage, type TaskPage } from './merge.ts'

const task = (id: string, answers = 0) => ({ id, answers }) as Task
const page = (ids: string[], next?: string): TaskPage => ({ data: ids.map((id) => task(id)), next, changed: false })
const ids = (merged: TaskPage) => merged.data.map(({ id }) => id).join('')

test('rows keep their place and get their new content', () => {
  const now = { ...page(['a', 'b'], 'n2'), data: [task('a', 3), task('b')] }
  const merged = mergePage(page(['a', 'b'], 'n1'), now)
  expect(merged).toEqual({ data: [task('a', 3), task('b')], next: 'n1', changed: false })
})

test('the last page grows at its end', () => {
  const merged = mergePage(page(['a', 'b']), page(['a', 'b', 'c'], 'n'))
  expect([ids(merged), merged.next, merged.changed]).toEqual(['abc', 'n', false])
})

test('a list that was empty takes what comes', () => {
  expect(ids(mergePage(page([]), page(['a', 'b'])))).toBe('ab')
})

test('what comes in front, or goes, is told and does not move rows', () => {
  for (const now of [page(['z', 'a', 'b']), page(['b']), page(['a', 'x', 'b'])]) {
    const merged = mergePage(page(['a', 'b']), now)
    expect([ids(merged), merged.changed]).toEqual(['ab', true])
  }
  expect(mergePage(page(['a', 'b'], 'n'), page(['z', 'a'], 'm'))).toMatchObject({ next: 'n', changed: true })
})

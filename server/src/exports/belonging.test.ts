import { expect, test } from 'vitest'
import { belongingOf } from './belonging.ts'
import type { Spool } from './spool.ts'

const spoolOf = (tasks: string[][]) => {
  const lines = tasks.map((hashes) =>
    JSON.stringify({ row: {}, pictures: Object.fromEntries(hashes.map((one) => [one, {}])) }),
  )
  return {
    async *lines() {
      yield* lines
    },
  } as unknown as Spool
}
const split = 'train:80,test:20'

test('tasks that share any picture are one group, over others too; who is alone stands for itself', async () => {
  const tasks = [['c', 'd'], ['x'], ['b', 'a'], ['d', 'b'], ['y', 'z']]
  for (const order of [tasks, tasks.toReversed()]) {
    const of = await belongingOf(spoolOf(order), { split })
    expect(['a', 'b', 'c', 'd'].map(of)).toEqual(['a', 'a', 'a', 'a'])
    expect(['x', 'y', 'z'].map(of)).toEqual(['x', 'y', 'y'])
  }
})

test('nothing is read where nothing is parted, or something else says what belongs together', async () => {
  const never = {
    lines() {
      throw new Error('read')
    },
  } as unknown as Spool
  expect((await belongingOf(never, {}))('a')).toBe('a')
  expect((await belongingOf(never, { split, group: 'folder' }))('a')).toBe('a')
})

test('a chain of 100,000 tasks is one group, in linear time', async () => {
  const tasks = Array.from({ length: 100_000 }, (_, n) => [`${n}`.padStart(6, '0'), `${n + 1}`.padStart(6, '0')])
  const begun = performance.now()
  const of = await belongingOf(spoolOf(tasks.toReversed()), { split })
  expect(of('100000')).toBe('000000')
  expect(performance.now() - begun).toBeLessThan(5000)
})

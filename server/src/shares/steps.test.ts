import { expect, test } from 'vitest'
import { Steps } from './steps.ts'

const rounds = (count: number) =>
  Array.from({ length: count }).reduce<Promise<unknown>>(
    (before) => before.then(() => new Promise((resolve) => setImmediate(resolve))),
    Promise.resolve(),
  )

test('F11 all streams of one holder take one step in a round of the event loop, whoever else comes', async () => {
  const steps = new Steps()
  const taken = new Map<string, number>()
  let isOver = false
  const stream = async (name: string) => {
    while (!isOver) {
      await steps.next(name)
      taken.set(name, (taken.get(name) ?? 0) + 1)
    }
  }
  const streams = [...Array.from({ length: 20 }, () => stream('one')), stream('other')]
  await rounds(100)
  const [one, other] = [taken.get('one') as number, taken.get('other') as number]
  isOver = true
  await Promise.all(streams)
  expect(one).toBeGreaterThan(40)
  expect(one).toBeLessThan(120)
  expect(other).toBeGreaterThan(40)
})

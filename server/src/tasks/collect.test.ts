import { expect, test } from 'vitest'
import { collect } from './collect.ts'

const bounds = { max: () => 3, maxBytes: 10, maxMs: 30, bytesOf: (text: string) => text.length, drop: () => {} }

async function all(source: AsyncIterable<string>, more: Partial<typeof bounds> = {}) {
  const batches: string[] = []
  for await (const batch of collect(source, { ...bounds, ...more })) batches.push(batch.join(' '))
  return batches
}

async function* of(...texts: string[]) {
  yield* texts
}

test('a batch is full by number, or by bytes; the last is what is left', async () => {
  expect(await all(of('a', 'b', 'c', 'd', 'eeeeeeeeeeee', 'f'))).toEqual(['a b c', 'd eeeeeeeeeeee', 'f'])
  expect(await all(of())).toEqual([])
})

test('who sends no more for a moment has what they sent taken', async () => {
  const { promise, resolve } = Promise.withResolvers<void>()
  async function* slow() {
    yield 'a'
    yield 'b'
    await promise
    yield 'c'
  }
  const batches = collect(slow(), bounds)
  expect((await batches.next()).value).toEqual(['a', 'b'])
  resolve()
  expect((await batches.next()).value).toEqual(['c'])
  expect((await batches.next()).done).toBe(true)
})

test('of a source that fails, or that nobody asks any more, each is in a batch or told to be dropped', async () => {
  const dropped: string[] = []
  const drop = (text: string) => dropped.push(text)
  async function* broken() {
    yield* ['a', 'b', 'c', 'd']
    throw new Error('broken')
  }
  await expect(all(broken(), { drop } as never)).rejects.toThrow('broken')
  expect(dropped).toEqual(['d'])
  for await (const batch of collect(of('1', '2', '3', '4', '5'), { ...bounds, drop })) {
    expect(batch).toEqual(['1', '2', '3'])
    break
  }
  expect(dropped).toEqual(['d', '4'])
})

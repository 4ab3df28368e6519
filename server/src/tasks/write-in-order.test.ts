import { expect, test } from 'vitest'
import { writeInOrder } from './write-in-order.ts'

/** Batches are words; two of them must not have a letter in common. Each is written when it is told to be. */
function start(source: AsyncIterable<string>, maxUnderWay = () => 2) {
  const begun = new Map<string, { end: () => void; fail: () => void }>()
  const written = writeInOrder(source, {
    maxUnderWay,
    keysOf: (word) => new Set(word),
    write: (word) =>
      new Promise<string>((resolve, reject) =>
        begun.set(word, { end: () => resolve(word.toUpperCase()), fail: () => reject(new Error(word)) }),
      ),
  })
  return { begun, written, names: () => [...begun.keys()] }
}

async function* of(...words: string[]) {
  yield* words
}

const turn = () => new Promise((next) => setTimeout(next, 5))

test('two are written at a time; what came of them leaves in their order', async () => {
  const { begun, written, names } = start(of('ab', 'cd', 'ef'))
  const first = written.next()
  await turn()
  expect(names()).toEqual(['ab', 'cd'])
  begun.get('cd')?.end()
  await turn()
  expect(names()).toEqual(['ab', 'cd'])
  begun.get('ab')?.end()
  expect((await first).value).toBe('AB')
  const second = written.next()
  expect((await second).value).toBe('CD')
  const third = written.next()
  await turn()
  begun.get('ef')?.end()
  expect((await third).value).toBe('EF')
  expect((await written.next()).done).toBe(true)
})

test('how many is asked before each', async () => {
  let max = 1
  const { begun, written, names } = start(of('ab', 'cd', 'ef'), () => max)
  const first = written.next()
  await turn()
  expect(names()).toEqual(['ab'])
  max = 2
  begun.get('ab')?.end()
  await first
  void written.next()
  await turn()
  expect(names()).toEqual(['ab', 'cd', 'ef'])
})

test('what has something in common with one under way waits for it', async () => {
  const { begun, written, names } = start(of('ab', 'bc'))
  const first = written.next()
  await turn()
  expect(names()).toEqual(['ab'])
  begun.get('ab')?.end()
  await first
  void written.next()
  await turn()
  expect(names()).toEqual(['ab', 'bc'])
})

test('what came of one leaves while the next is still being sent', async () => {
  const { promise, resolve } = Promise.withResolvers<void>()
  async function* slow() {
    yield 'ab'
    await promise
  }
  const { begun, written } = start(slow())
  const first = written.next()
  await turn()
  begun.get('ab')?.end()
  expect((await first).value).toBe('AB')
  resolve()
  expect((await written.next()).done).toBe(true)
})

test('one that cannot be written ends it, in its turn', async () => {
  const { begun, written } = start(of('ab', 'cd', 'ef'))
  const first = written.next()
  await turn()
  begun.get('cd')?.fail()
  begun.get('ab')?.end()
  expect((await first).value).toBe('AB')
  await expect(written.next()).rejects.toThrow('cd')
})

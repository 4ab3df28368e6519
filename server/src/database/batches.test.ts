import { expect, test } from 'vitest'
import { inBatches } from './batches.ts'

type Wish = { key: string; group?: number; says?: string }

/** Batches that end when they are told to. */
function held(max?: number, fails: (wishes: Wish[]) => unknown = () => null) {
  const begun: { wishes: Wish[]; end: () => void }[] = []
  const ask = inBatches<Wish, string>({
    keyOf: ({ key }) => key,
    groupOf: ({ group = 0 }) => group,
    ...(max && { max }),
    run: async (wishes) => {
      const { promise, resolve } = Promise.withResolvers<void>()
      begun.push({ wishes, end: resolve })
      await promise
      const error = fails(wishes)
      if (error) throw error
      return wishes.map(({ key, says = key }) => `done ${says}`)
    },
  })
  const keys = () => begun.map(({ wishes }) => wishes.map(({ key }) => key).join(' '))
  return { ask, begun, keys }
}

const turn = () => new Promise((next) => setImmediate(next))

test('who comes alone goes at once; who comes meanwhile goes with the next, each with an outcome of their own', async () => {
  const { ask, begun, keys } = held()
  const first = ask({ key: 'a' })
  await turn()
  expect(keys()).toEqual(['a'])
  const others = ['b', 'c', 'd'].map((key) => ask({ key }))
  await turn()
  expect(keys()).toEqual(['a'])
  begun[0]?.end()
  expect(await first).toBe('done a')
  await turn()
  expect(keys()).toEqual(['a', 'b c d'])
  begun[1]?.end()
  expect(await Promise.all(others)).toEqual(['done b', 'done c', 'done d'])
})

test('those of one moment go together', async () => {
  const { ask, keys } = held()
  void ask({ key: 'a' })
  void ask({ key: 'b' })
  await turn()
  expect(keys()).toEqual(['a b'])
})

test('no key twice in a batch; the second goes with the next one', async () => {
  const { ask, begun, keys } = held()
  const asked = [ask({ key: 'a', says: '1' }), ask({ key: 'a', says: '2' }), ask({ key: 'b' })]
  await turn()
  expect(keys()).toEqual(['a b'])
  begun[0]?.end()
  await turn()
  expect(keys()).toEqual(['a b', 'a'])
  begun[1]?.end()
  expect(await Promise.all(asked)).toEqual(['done 1', 'done 2', 'done b'])
})

test('a group of a hundred does not keep one that came last out of the next batch', async () => {
  const { ask, begun, keys } = held(4)
  for (let n = 0; n < 100; n++) void ask({ key: `many${n}`, group: 1 })
  void ask({ key: 'one', group: 2 })
  await turn()
  expect(keys()[0]).toBe('many0 one many1 many2')
  begun[0]?.end()
  await turn()
  expect(keys()[1]).toBe('many3 many4 many5 many6')
})

test('one that makes the statement fail fails alone', async () => {
  const { ask, begun, keys } = held(undefined, (wishes) => wishes.some(({ key }) => key === 'bad') && new Error('bad'))
  const asked = Promise.allSettled([ask({ key: 'a' }), ask({ key: 'bad' }), ask({ key: 'b' })])
  await turn()
  begun[0]?.end()
  await turn()
  expect(keys().slice(1).sort()).toEqual(['a', 'b', 'bad'])
  const next = ask({ key: 'c' })
  for (const batch of begun) batch.end()
  expect((await asked).map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled'])
  await turn()
  begun.at(-1)?.end()
  expect(await next).toBe('done c')
})

test('when the database is away nobody is tried again: the batch may have been committed', async () => {
  const away = Object.assign(new Error('closed'), { code: 'CONNECTION_CLOSED' })
  const { ask, begun, keys } = held(undefined, () => away)
  const asked = Promise.allSettled([ask({ key: 'a' }), ask({ key: 'b' })])
  await turn()
  begun[0]?.end()
  expect((await asked).map(({ status }) => status)).toEqual(['rejected', 'rejected'])
  expect(keys()).toEqual(['a b'])
})

import { expect, test } from 'vitest'
import { sharedCounts } from './shared-counts.ts'

/** Counts that name the round which made them, what each round was asked for, and a clock that stands until it is moved. */
function counting(tookMs = 0, minMs = 50) {
  const rounds: number[][] = []
  let now = 0
  const count = async (_: object, ids: number[]) => {
    const round = rounds.push(ids)
    await Promise.resolve()
    now += tookMs
    return new Map(ids.map((id) => [id, `${id} by ${round}`]))
  }
  const shared = sharedCounts(count, minMs, () => now)
  const source = {}
  return {
    rounds,
    ask: async (...ids: number[]) => [...(await shared(source, ids)).values()],
    pass: (ms: number) => {
      now += ms
    },
  }
}

test('all who ask at once, or soon after, share one count; only what nobody has asked for is counted', async () => {
  const { rounds, ask } = counting(10)
  const both = await Promise.all([ask(1, 2), ask(2, 3), ask(1)])
  expect(both).toEqual([['1 by 1', '2 by 1'], ['2 by 1', '3 by 2'], ['1 by 1']])
  expect(await ask(3, 1)).toEqual(['3 by 2', '1 by 1'])
  expect(rounds).toEqual([[1, 2], [3]])
})

test('counted again after a while; what took long is kept ten times as long', async () => {
  const quick = counting(0, 20)
  await quick.ask(1)
  quick.pass(20)
  expect(await quick.ask(1)).toEqual(['1 by 1'])
  quick.pass(1)
  expect(await quick.ask(1)).toEqual(['1 by 2'])
  const slow = counting(50, 20)
  await slow.ask(1)
  slow.pass(500)
  expect(await slow.ask(1)).toEqual(['1 by 1'])
  slow.pass(1)
  expect(await slow.ask(1)).toEqual(['1 by 2'])
})

test('a failure is not kept', async () => {
  let works = false
  const shared = sharedCounts(async (_: object, ids) => {
    if (!works) throw new Error('The database is away.')
    return new Map(ids.map((id) => [id, id]))
  }, 1000)
  const source = {}
  await expect(Promise.all([shared(source, [1, 2]), shared(source, [2])])).rejects.toThrow('away')
  works = true
  expect([...(await shared(source, [1, 2])).keys()]).toEqual([1, 2])
})

import { expect, test, vi } from 'vitest'
import { type Entry, isBefore, Window } from './window.ts'

const never = Number.MAX_SAFE_INTEGER

/** Entries of lane 0 (or 1), in the order of their numbers. */
const entries = (from: number, to: number, { free = 1, lane = 0 as 0 | 1 } = {}): Entry[] =>
  Array.from({ length: to - from }, (_, n) => ({ id: `${lane}-${from + n}`, lane, xid: 10, position: from + n, free }))

const ids = (found: Entry[] | null) => found?.map(({ id }) => id) ?? null

function windowOf(read: Entry[], horizon = never) {
  const window = new Window()
  window.add(read, horizon)
  return window
}

/** Behind which place lane 0 would be read for more than there is. */
const readTo = (window: Window) => window.toRead([{ workerId: 'many', count: 10_000 }]).find(({ lane }) => lane === 0)!

/** Matches, and says that all of it was given. */
function give(window: Window, worker: string, count = 1) {
  const found = window.match(worker, count)
  if (found) window.passed(worker, found)
  return ids(found)
}

test('each task goes to as many as it has places, never twice to one, in the order of the queue', () => {
  const window = windowOf(entries(1, 4, { free: 2 }))
  expect([give(window, 'a'), give(window, 'b'), give(window, 'a'), give(window, 'c')]).toEqual([
    ['0-1'],
    ['0-1'],
    ['0-2'],
    ['0-2'],
  ])
  expect(give(window, 'b', 1)).toEqual(['0-3'])
  expect(give(window, 'b', 1)).toBeNull()
})

test('what was matched and is not needed is for whoever comes next, where it stood', () => {
  const window = windowOf(entries(1, 4))
  const found = window.match('a', 2)
  window.passed('a', found!.slice(0, 1))
  window.keep(found![1]!)
  expect([give(window, 'b'), give(window, 'a'), give(window, 'a')]).toEqual([['0-2'], ['0-3'], null])
  const many = windowOf(entries(1, 3, { free: 2 }))
  const [entry] = many.match('a', 1)!
  many.keep(entry!)
  expect([give(many, 'a'), give(many, 'b'), give(many, 'c')]).toEqual([['0-1'], ['0-1'], ['0-2']])
})

test('what came back goes first, and what moved in the queue stands where it was read last', () => {
  const window = windowOf(entries(1, 4))
  window.add([{ id: '0-3', lane: 1, xid: 11, position: 9, free: 1 }], never)
  expect([give(window, 'a'), give(window, 'a'), give(window, 'a'), give(window, 'a')]).toEqual([
    ['0-3'],
    ['0-1'],
    ['0-2'],
    null,
  ])
})

test('fewer than were asked for are not by it, and nothing is taken for them', () => {
  const window = windowOf(entries(1, 3))
  expect(give(window, 'a', 3)).toBeNull()
  expect(give(window, 'a', 2)).toEqual(['0-1', '0-2'])
})

test('what an older transaction may still put in front is not passed: not in reading, not by a worker', () => {
  const window = windowOf(entries(5, 7), 10)
  expect(readTo(window)).toMatchObject({ xid: 0, position: 0 })
  expect(give(window, 'a')).toEqual(['0-5'])
  window.add(entries(1, 2), 11)
  expect(readTo(window)).toMatchObject({ xid: 10, position: 1 })
  expect(give(window, 'a')).toEqual(['0-1'])
})

test('what came back is offered to who had it, too: as one that they have not passed', () => {
  const window = windowOf(entries(1, 3))
  expect(give(window, 'a')).toEqual(['0-1'])
  window.add([{ id: '0-1', lane: 1, xid: 11, position: 9, free: 1 }], never)
  expect(give(window, 'a')).toEqual(['0-1'])
})

test('what a worker could not be given, as a task that they skipped, stands in nobody’s way', () => {
  const window = windowOf([...entries(1, 3), ...entries(7, 8, { lane: 1 })])
  for (const skipped of window.match('a', 1) as Entry[]) {
    window.passed('a', [skipped])
    window.giveBack(skipped)
  }
  window.add(entries(7, 8, { lane: 1 }), never)
  expect([give(window, 'a'), give(window, 'b')]).toEqual([['0-1'], ['1-7']])
})

test('a task that asks for one answer more is not offered to who has answered it', () => {
  const window = windowOf(entries(1, 3))
  expect(give(window, 'a')).toEqual(['0-1'])
  window.answered('a', '0-1')
  window.add([{ id: '0-1', lane: 1, xid: 11, position: 9, free: 1 }], never)
  expect([give(window, 'a'), give(window, 'b')]).toEqual([['0-2'], ['0-1']])
})

test('whom the general way gave something of lane 0 has nothing to look for in lane 1, however much was left out of it', () => {
  const window = windowOf([...entries(1, 5), ...entries(0, 1500, { lane: 1 })])
  expect(give(window, 'a')).toBeNull()
  window.took('a', [{ lane: 0, xid: 10, position: 1 }])
  expect(give(window, 'a')).toEqual(['0-2'])
})

test('what was not given is read again', () => {
  const window = windowOf(entries(1, 4))
  const [first] = window.match('a', 1) as [Entry]
  window.giveBack(first)
  expect(isBefore(readTo(window), first)).toBe(true)
  window.add(entries(1, 4), never)
  expect(give(window, 'b')).toEqual(['0-1'])
})

test('what the general way gave is not offered again', () => {
  const window = windowOf([...entries(1, 3), ...entries(3, 5, { free: 2 })])
  window.took(
    'a',
    [1, 3].map((position) => ({ lane: 0, xid: 10, position })),
  )
  expect([...'bcde'].flatMap((worker) => give(window, worker))).toEqual(['0-2', '0-3', '0-4', '0-4'])
})

test('when one could not be given, all is read again, and what others have taken is offered no more', () => {
  const window = windowOf(entries(1, 9))
  const asks = [{ workerId: 'a', count: 1 }]
  expect(window.isDue(asks)).toBe(false)
  const [first] = window.match('a', 1) as [Entry]
  window.giveBack(first)
  expect(window.isDue(asks)).toBe(true)
  expect(readTo(window)).toMatchObject({ xid: 10, position: 0 })
  // Another server has given 1 to 5.
  window.add(entries(6, 9), never, 256)
  expect(window.isDue(asks)).toBe(false)
  const given = [...'bcd'].map((worker) => give(window, worker))
  expect(given.flat().sort()).toEqual(['0-6', '0-7', '0-8'])
  expect(give(window, 'e')).toBeNull()
})

test('what stands behind all that was read again is still there', () => {
  const window = windowOf(entries(1, 9))
  const [first] = window.match('a', 1) as [Entry]
  window.giveBack(first)
  window.toRead([])
  window.add(entries(3, 5), never, 2)
  expect([...'bcdefg'].flatMap((worker) => give(window, worker)).sort()).toEqual(entries(3, 9).map(({ id }) => id))
})

test('where others take from the same queue a worker’s task is one of the first by chance, and those in front stay theirs', () => {
  vi.useFakeTimers({ toFake: ['performance'] })
  const window = windowOf(entries(1, 100))
  window.giveBack((window.match('a', 1) as [Entry])[0])
  window.toRead([])
  window.add(entries(10, 100), never, 256)
  const firsts = Array.from({ length: 20 }, (_, n) => give(window, `w${n}`)?.[0])
  expect(new Set(firsts).size).toBe(20)
  expect(firsts).not.toEqual(entries(10, 30).map(({ id }) => id))
  // A second later nobody else has been seen: in order again, from the first that is left.
  vi.advanceTimersByTime(1001)
  const left = entries(10, 100).find(({ id }) => !firsts.includes(id))
  expect(give(window, 'w0')).toEqual([left?.id])
  vi.useRealTimers()
})

test('who has not passed what was left out of it does not use it; who has taken behind that does', () => {
  const window = windowOf(entries(0, 2000, { free: 2 }))
  expect(give(window, 'a')).toBeNull()
  window.passed('a', [{ lane: 0, xid: 10, position: 1500 }])
  expect(give(window, 'a')).toEqual(['0-1501'])
})

test('it says whether there is enough for those who ask, behind the one who is furthest', () => {
  const window = windowOf(entries(1, 11))
  window.passed('far', [{ lane: 0, xid: 10, position: 7 }])
  const asks = (workerId: string, count: number) => ({ workerId, count })
  expect(window.hasFor([asks('near', 1), asks('far', 2)])).toBe(true)
  expect(window.hasFor([asks('near', 1), asks('far', 3)])).toBe(false)
  expect(window.hasFor([asks('near', 10)])).toBe(true)
})

test('what came back is looked for a tenth of a second after the last look, and at once where there is not enough', () => {
  vi.useFakeTimers({ toFake: ['performance'] })
  const window = windowOf(entries(1, 3))
  expect(window.isDue([{ workerId: 'a', count: 2 }])).toBe(false)
  expect(window.isDue([{ workerId: 'a', count: 3 }])).toBe(true)
  vi.advanceTimersByTime(101)
  expect(window.isDue([{ workerId: 'a', count: 2 }])).toBe(true)
  window.add([], never)
  expect(window.isDue([{ workerId: 'a', count: 2 }])).toBe(false)
  vi.useRealTimers()
})

test('by chance: no task over its places, none twice to one, and all are given in the end', () => {
  for (let run = 0; run < 50; run++) {
    const places = 1 + (run % 3)
    const window = windowOf([])
    const tasks = entries(0, 60, { free: places })
    const given = new Map<string, Set<string>>()
    let read = 0
    for (let step = 0; step < 2000 && [...given.values()].filter(({ size }) => size === places).length < 60; step++) {
      if (Math.random() < 0.2) {
        window.add(
          tasks.slice(read, read + 5).map((one) => ({ ...one })),
          never,
        )
        read += 5
      }
      const worker = `${Math.floor(Math.random() * (places + 2))}`
      const found = window.match(worker, 1 + Math.floor(Math.random() * 2)) ?? window.match(worker, 1)
      if (!found) continue
      window.passed(worker, found)
      for (const { id } of found) {
        const people = given.get(id) ?? new Set()
        expect(people.has(worker)).toBe(false)
        given.set(id, people.add(worker))
        expect(people.size).toBeLessThanOrEqual(places)
      }
    }
    if (places === 1) expect(given.size).toBe(60)
  }
})

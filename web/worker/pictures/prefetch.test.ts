import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { createPictures } from './prefetch.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

/** Pictures whose loading ends when the test says so. */
function setUp() {
  const started: string[] = []
  const urgent: string[] = []
  const ends = new Map<string, { done(): void; fail(): void }>()
  const onChange = vi.fn()
  const pictures = createPictures<string>({
    onChange,
    load(address, rank) {
      started.push(address)
      if (rank === 0) urgent.push(address)
      return new Promise((resolve, reject) =>
        ends.set(address, { done: () => resolve(`<${address}>`), fail: () => reject(new Error('broken')) }),
      )
    },
  })
  const end = async (address: string, how: 'done' | 'fail') => {
    ends.get(address)?.[how]()
    await vi.advanceTimersByTimeAsync(0)
  }
  return { pictures, started, urgent, end, onChange }
}

test('loads in the order of need, a few at a time, the first one urgently', async () => {
  const { pictures, started, urgent, end } = setUp()
  pictures.keep(['a', 'b', 'c', 'd', 'e'])
  expect(started).toEqual(['a', 'b', 'c'])
  expect(urgent).toEqual(['a'])
  await end('a', 'done')
  expect(started).toEqual(['a', 'b', 'c', 'd'])
  expect(pictures.get('a')).toMatchObject({ state: 'ready', element: '<a>' })
})

test('a picture that is ready stays ready, one that is not needed is let go', async () => {
  const { pictures, started, end } = setUp()
  pictures.keep(['a', 'b'])
  await end('b', 'done')
  pictures.keep(['b', 'c'])
  expect(pictures.get('a')).toBeUndefined()
  expect(pictures.get('b')?.element).toBe('<b>')
  expect(started).toEqual(['a', 'b', 'c'])
})

test('tries a broken one four times, then says so; the person may ask once more', async () => {
  const { pictures, started, end, onChange } = setUp()
  pictures.keep(['a'])
  for (const waitMs of [1000, 3000, 9000]) {
    await end('a', 'fail')
    expect(pictures.get('a')?.state).toBe('loading')
    await vi.advanceTimersByTimeAsync(waitMs)
  }
  await end('a', 'fail')
  expect(pictures.get('a')?.state).toBe('failed')
  expect(started).toHaveLength(4)
  pictures.retry()
  expect(onChange).toHaveBeenCalled()
  await end('a', 'done')
  expect(pictures.get('a')?.state).toBe('ready')
})

test('what was let go while it waited is not tried again', async () => {
  const { pictures, started, end } = setUp()
  pictures.keep(['a'])
  await end('a', 'fail')
  pictures.keep([])
  await vi.advanceTimersByTimeAsync(60_000)
  expect(started).toEqual(['a'])
})

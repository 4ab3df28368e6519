import { afterEach, expect, test, vi } from 'vitest'
import { type Outcome, type Source, UploadQueue } from './queue.ts'

afterEach(() => vi.useRealTimers())

function files(count: number): Source[] {
  return Array.from({ length: count }, (_, i) => ({ path: `${i}.jpg`, open: async () => new File([], `${i}.jpg`) }))
}

/** A queue whose every file waits until `answer` is called for it. */
function controlled() {
  const pending: { path: string; answer: (outcome: Outcome) => void }[] = []
  const queue = new UploadQueue(
    ({ path }) => new Promise((answer) => pending.push({ path, answer })),
    () => {},
  )
  const answerAll = async (outcome: Outcome) => {
    for (const { answer } of pending.splice(0)) answer(outcome)
    await vi.waitFor(() => expect(queue.state.active === 0 || pending.length > 0).toBe(true))
  }
  return { queue, pending, answerAll }
}

test('at most four files are on their way; each ends in one list', async () => {
  const { queue, pending } = controlled()
  queue.add(files(6))
  expect(pending.map(({ path }) => path)).toEqual(['0.jpg', '1.jpg', '2.jpg', '3.jpg'])
  pending[0]!.answer({ state: 'sent' })
  pending[1]!.answer({ state: 'duplicate' })
  pending[2]!.answer({ state: 'refused', reason: 'damaged' })
  pending[3]!.answer({ state: 'sent' })
  await vi.waitFor(() => expect(pending.length).toBe(6))
  pending[4]!.answer({ state: 'sent' })
  pending[5]!.answer({ state: 'sent' })
  await vi.waitFor(() => expect(queue.finished).toBe(true))
  expect(queue.state).toMatchObject({
    total: 6,
    sent: 4,
    duplicates: ['1.jpg'],
    refused: [{ path: '2.jpg', reason: 'damaged' }],
  })
})

test('a pause begins no file, and resuming goes on', async () => {
  const { queue, pending, answerAll } = controlled()
  queue.add(files(8))
  queue.pause()
  await answerAll({ state: 'sent' })
  expect([queue.state.sent, pending.length, queue.finished]).toEqual([4, 0, false])
  queue.resume()
  expect(pending.length).toBe(4)
})

test('a lost connection loses no file: one tries again, then all go on', async () => {
  vi.useFakeTimers()
  let online = false
  let calls = 0
  const queue = new UploadQueue(
    async () => {
      calls++
      return online ? { state: 'sent' } : { state: 'passing', reason: 'no network', waitS: null }
    },
    () => {},
  )
  queue.add(files(10))
  await vi.advanceTimersByTimeAsync(10)
  expect(queue.state).toMatchObject({ sent: 0, active: 0, trouble: 'no network' })
  const before = calls
  await vi.advanceTimersByTimeAsync(20_000)
  expect(calls - before).toBeLessThan(8)
  online = true
  await vi.advanceTimersByTimeAsync(40_000)
  expect(queue.state).toMatchObject({ total: 10, sent: 10, trouble: null })
})

test('a surprise refuses its file and not the queue', async () => {
  const queue = new UploadQueue(
    async (source) => {
      await source.open()
      return { state: 'sent' }
    },
    () => {},
  )
  const broken = { path: 'gone.jpg', open: () => Promise.reject(new Error('The file is gone.')) }
  queue.add([broken, ...files(1)])
  await vi.waitFor(() => expect(queue.finished).toBe(true))
  expect(queue.state).toMatchObject({ sent: 1, refused: [{ path: 'gone.jpg', reason: 'The file is gone.' }] })
})

import { expect, test } from 'vitest'
import { createFairQueue } from './fair-queue.ts'

const settled = () => new Promise((resolve) => setImmediate(resolve))

test('never more jobs than there is room, and freed room is used', async () => {
  const queue = createFairQueue({ room: 3, perLane: 3, maxWaitingPerLane: 100 })
  let inside = 0
  let max = 0
  const jobs = Array.from({ length: 20 }, async (_, i) => {
    const leave = await queue.enter(`lane ${i % 4}`)
    max = Math.max(max, ++inside)
    await settled()
    inside--
    leave?.()
  })
  await Promise.all(jobs)
  expect(max).toBe(3)
  expect(inside).toBe(0)
})

test('a lane with many jobs delays another lane by one round, not by its whole line', async () => {
  const queue = createFairQueue({ room: 1, perLane: 1, maxWaitingPerLane: 100 })
  const order: string[] = []
  const job = async (lane: string) => {
    const leave = await queue.enter(lane)
    order.push(lane)
    await settled()
    leave?.()
  }
  const jobs = Array.from({ length: 10 }, () => job('big'))
  jobs.push(job('small'), job('small'))
  await Promise.all(jobs)
  expect(order.slice(0, 6)).toEqual(['big', 'big', 'small', 'big', 'small', 'big'])
})

test('one lane cannot hold all the room', async () => {
  const queue = createFairQueue({ room: 4, perLane: 2, maxWaitingPerLane: 100 })
  const started: string[] = []
  for (const lane of ['slow', 'slow', 'slow', 'slow', 'quick']) void queue.enter(lane).then(() => started.push(lane))
  await settled()
  expect(started).toEqual(['slow', 'slow', 'quick'])
})

test('a lane has a longest line, and others do not suffer from it', async () => {
  const queue = createFairQueue({ room: 2, perLane: 1, maxWaitingPerLane: 1 })
  const first = await queue.enter('a')
  const second = queue.enter('a')
  expect(await queue.enter('a')).toBeNull()
  expect(await queue.enter('b')).not.toBeNull()
  first?.()
  expect(await second).not.toBeNull()
})

test('who gives up while waiting leaves no gap and takes no room', async () => {
  const queue = createFairQueue({ room: 1, perLane: 1, maxWaitingPerLane: 10 })
  const first = await queue.enter('a')
  const patience = new AbortController()
  const second = queue.enter('a', { signal: patience.signal })
  const third = queue.enter('a')
  patience.abort()
  expect(await second).toBeNull()
  first?.()
  const leave = await third
  expect(leave).not.toBeNull()
  leave?.()
  expect(await queue.enter('a', { signal: AbortSignal.abort() })).toBeNull()
  expect(await queue.enter('a')).not.toBeNull()
})

test('room in bytes: a large job is not starved by small ones, and gets no more than its lane may hold', async () => {
  const queue = createFairQueue({ room: 100, perLane: 60, maxWaitingPerLane: 10 })
  const started: string[] = []
  const enter = (lane: string, size: number) =>
    queue.enter(lane, { size }).then((leave) => {
      started.push(`${lane} ${size}`)
      return leave
    })
  const first = await enter('a', 50)
  const second = await enter('b', 30)
  const large = enter('c', 1000)
  const small = enter('d', 20)
  await settled()
  expect(started).toEqual(['a 50', 'b 30'])
  second?.()
  await settled()
  expect(started).toEqual(['a 50', 'b 30'])
  first?.()
  await Promise.all([large, small])
  expect(started.slice(2)).toEqual(['c 1000', 'd 20'])
})

test('a large job that gives up lets the small ones behind it go', async () => {
  const queue = createFairQueue({ room: 100, perLane: 60, maxWaitingPerLane: 10 })
  await queue.enter('a', { size: 50 })
  const patience = new AbortController()
  const large = queue.enter('b', { size: 60, signal: patience.signal })
  const small = queue.enter('c', { size: 10 })
  patience.abort()
  expect(await large).toBeNull()
  expect(await small).not.toBeNull()
})

import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, test } from 'vitest'
import { createLog } from '../log.ts'
import { startLoop } from './loop.ts'

const lines: string[] = []
const log = createLog('info', { write: (line) => lines.push(line) })

describe('a loop', () => {
  test('never runs two rounds at a time, and runs again at once when there is more', async () => {
    let [running, max, rounds] = [0, 0, 0]
    const loop = startLoop('expire', 60_000, log, async () => {
      max = Math.max(max, ++running)
      await sleep(1)
      running--
      return ++rounds < 5 ? 'again' : 'done'
    })
    for (let n = 0; n < 5; n++) loop.wake()
    await expect.poll(() => rounds).toBeGreaterThanOrEqual(5)
    await loop.stop()
    expect(max).toBe(1)
  })

  test('a wake during a round is not lost, and one during the pause ends it', async () => {
    let rounds = 0
    const loop = startLoop('expire', 60_000, log, async () => {
      rounds++
      await sleep(10)
      return 'done'
    })
    await sleep(2)
    loop.wake()
    await expect.poll(() => rounds).toBe(2)
    await sleep(20)
    expect(rounds).toBe(2)
    loop.wake()
    await expect.poll(() => rounds).toBe(3)
    await loop.stop()
  })

  test('stopping waits for the round, tells it, and is quick in a pause', async () => {
    let ended = false
    const loop = startLoop('expire', 60_000, log, async (signal) => {
      while (!signal.aborted) await sleep(1)
      ended = true
      return 'again'
    })
    await sleep(5)
    await loop.stop()
    expect(ended).toBe(true)
    const idle = startLoop('expire', 60_000, log, async () => 'done')
    await sleep(5)
    const start = performance.now()
    await idle.stop()
    expect(performance.now() - start).toBeLessThan(10_000)
  })

  test('a round that fails is tried again, later and later; a database that is away is logged once', async () => {
    let rounds = 0
    const away = Object.assign(new Error('refused'), { code: 'ECONNREFUSED' })
    const loop = startLoop('expire', 1, log, async () => {
      rounds++
      if (rounds < 4) throw away
      return 'done'
    })
    await sleep(300)
    expect(rounds).toBe(1)
    await expect.poll(() => rounds, { timeout: 6000 }).toBeGreaterThan(4)
    await loop.stop()
    expect(lines.filter((line) => line.includes('a background job failed'))).toHaveLength(1)
  })
})

test('a loop that rests is woken any number of times, and runs once for all of them', async () => {
  let rounds = 0
  const loop = startLoop(
    'renditions',
    60_000,
    log,
    async () => {
      rounds++
      return 'done'
    },
    300,
  )
  await sleep(20)
  expect(rounds).toBe(1)
  for (let n = 0; n < 20; n++) {
    loop.wake()
    await sleep(5)
  }
  expect(rounds).toBe(1)
  await expect.poll(() => rounds, { timeout: 2000 }).toBe(2)
  await sleep(50)
  expect(rounds).toBe(2)
  await loop.stop()
})

test('a loop without a rest is woken at once; one that rests stops at once', async () => {
  let rounds = 0
  const loop = startLoop('deliveries', 60_000, log, async () => {
    rounds++
    return 'done'
  })
  await sleep(20)
  loop.wake()
  await sleep(20)
  expect(rounds).toBe(2)
  await loop.stop()
  const resting = startLoop('renditions', 60_000, log, async () => 'done', 60_000)
  await sleep(20)
  const begun = performance.now()
  await resting.stop()
  expect(performance.now() - begun).toBeLessThan(10_000)
})

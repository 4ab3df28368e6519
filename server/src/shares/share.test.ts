import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, test } from 'vitest'
import { Share } from './share.ts'

const bytes = (total: number, maxOfOne = total, waitMs = 10_000) => new Share({ total, maxOfOne, waitMs })

describe('room for bodies', () => {
  test('is given in the order of asking; a large one is not overtaken by small ones for ever', async () => {
    const room = bytes(100)
    const order: string[] = []
    const enter = async (name: string, size: number) => {
      const { leave } = await room.enter(name, size)
      order.push(name)
      return leave
    }
    const first = await enter('first', 60)
    const large = enter('large', 80)
    const small = enter('small', 10)
    await sleep(5)
    expect(order).toEqual(['first'])
    first()
    first()
    await Promise.all([large, small].map(async (one) => (await one)()))
    expect(order).toEqual(['first', 'large', 'small'])
    expect([room.inUse, room.waiting]).toEqual([0, 0])
  })

  test('what is larger than all the room goes alone', async () => {
    const room = bytes(100)
    const { leave } = await room.enter('a', 5000)
    expect(room.inUse).toBe(100)
    leave()
    expect(room.inUse).toBe(0)
  })

  test('who waits too long is asked to come back, and those behind move up', async () => {
    const room = bytes(100, 100, 20)
    const { leave } = await room.enter('a', 100)
    await expect(room.enter('b', 50)).rejects.toMatchObject({ whose: 'all' })
    leave()
    expect([room.inUse, room.waiting]).toEqual([0, 0])
  })

  test('who goes while waiting leaves the queue at once', async () => {
    const room = bytes(100)
    const { leave } = await room.enter('a', 100)
    const gone = new AbortController()
    const waits = room.enter('b', 100, gone.signal).catch(() => 'left')
    gone.abort()
    expect(await Promise.race([waits, sleep(1000)])).toBe('left')
    expect(room.waiting).toBe(0)
    leave()
    expect(room.inUse).toBe(0)
  })
})

describe('F5 what one holder may have', () => {
  test('who has it waits for nobody but themselves, and nobody waits for them', async () => {
    const room = bytes(100, 50, 50)
    const first = await room.enter('a', 50)
    const second = room.enter('a', 10)
    second.catch(() => {})
    const other = await room.enter('b', 50)
    await expect(second).rejects.toMatchObject({ whose: 'own' })
    first.leave()
    expect((await room.enter('a', 50)).size).toBe(50)
    other.leave()
  })

  test('is never more than is left for others', async () => {
    const places = new Share({ total: 40, maxOfOne: 40, leavesRoom: true, waitMs: 0 })
    const held = (name: string) => {
      let count = 0
      while (places.enterNow(name)) count++
      return count
    }
    expect(['a', 'b', 'c', 'd'].map(held)).toEqual([20, 10, 5, 3])
  })

  test('counts what is held on other servers, and leaves one place here', () => {
    const places = new Share({ total: 40, maxOfOne: 10, waitMs: 0 })
    places.heldElsewhere(new Map([['a', 8]]))
    const held = (name: string) => {
      let count = 0
      while (places.enterNow(name)) count++
      return count
    }
    expect(held('a')).toBe(2)
    places.heldElsewhere(new Map([['b', 100]]))
    expect(held('b')).toBe(1)
  })

  test('a hold gives back what it does not use, and waits for more', async () => {
    const room = bytes(100, 100, 20)
    const slow = await room.enter('a', 90)
    await slow.resize(10)
    const other = await room.enter('b', 90)
    await expect(slow.resize(20)).rejects.toMatchObject({ whose: 'all' })
    other.leave()
    await slow.resize(20)
    expect(room.inUse).toBe(20)
    slow.leave()
    await slow.resize(50)
    expect(room.inUse).toBe(0)
  })
})

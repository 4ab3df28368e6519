import { describe, expect, test } from 'vitest'
import type { Sql } from '../database/connect.ts'
import type { Crowd } from './crowd.ts'
import { refitReason } from './refit-due.ts'

/** A project that has an open task, or none. */
const project = (open: boolean) => (async () => (open ? [{}] : [])) as unknown as Sql
const crowd = (answers: number, since: number, secondsAgo: number | null) =>
  ({
    ...{ answers, since },
    refitAt: secondsAgo === null ? null : new Date(Date.now() - secondsAgo * 1000).toISOString(),
  }) as Crowd

describe('while answers come in', () => {
  const reason = (...of: Parameters<typeof crowd>) => refitReason(project(true), 1, crowd(...of), 0)

  test('the first refit comes with the first answers that tell anything', async () => {
    expect(await reason(0, 19, null)).toBeNull()
    expect(await reason(0, 20, null)).toBe('growth')
  })

  test('the next one when they have grown by a tenth, and the last one is a while ago', async () => {
    expect(await reason(1000, 99, 60)).toBeNull()
    expect(await reason(1000, 100, 60)).toBe('growth')
    expect(await reason(1000, 900, 0.4)).toBeNull()
    expect(await reason(1000, 900, 1)).toBe('growth')
  })

  test('the more there is to read, the longer the while', async () => {
    expect(await reason(100, 90, 0.4)).toBe('growth')
    expect(await reason(10_000, 9000, 5)).toBeNull()
    expect(await reason(10_000, 9000, 7)).toBe('growth')
    expect(await reason(1_000_000, 500_000, 60)).toBeNull()
    expect(await reason(1_000_000, 500_000, 120)).toBe('growth')
  })
})

describe('when nothing has come in for a moment', () => {
  const reason = (open: boolean, ...of: Parameters<typeof crowd>) => refitReason(project(open), 1, crowd(...of), 3000)

  test('the end of the work is refitted, and not a pause in it', async () => {
    expect(await reason(false, 1000, 10, 0.4)).toBe('end')
    expect(await reason(true, 1000, 10, 0.4)).toBeNull()
  })

  test('a trickle waits for a percent, or a while', async () => {
    expect(await reason(false, 1000, 9, 0.4)).toBeNull()
    expect(await reason(false, 1000, 9, 1)).toBe('end')
  })
})

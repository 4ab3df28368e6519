import type postgres from 'postgres'
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import { connect, type Queryable, type Sql } from './connect.ts'

let sql: Sql
beforeAll(() => {
  const options = inject('postgres') as postgres.Options<Record<string, never>>
  sql = connect({ options, pool: 1, prepare: true })
})
afterAll(() => sql.end())

/** Fails behind its third row. */
const broken = (on: Queryable) => on`select 1 / (4 - i) from generate_series(1, 10) i`
const failed = { code: '22012' }

describe('F3 a statement that failed between its rows leaves nothing to the next one on its connection', () => {
  const next: Record<string, () => Promise<unknown>> = {
    rows: async () => expect([...(await sql`select 1 as one`)]).toStrictEqual([{ one: 1 }]),
    parameters: async () => expect([...(await sql`select ${7}::int as n`)]).toStrictEqual([{ n: 7 }]),
    values: async () => expect([...(await sql`select 1, 2`.values())]).toStrictEqual([[1, 2]]),
    raw: async () => expect([...(await sql`select 'a'`.raw())]).toStrictEqual([[Buffer.from('a')]]),
    none: async () => expect(await sql`select 1 where false`).toHaveLength(0),
    simple: async () => {
      const results = await sql.unsafe('select 1 as one; select 2 as two; select 3 as three where false')
      expect(results.map((rows: unknown) => [...(rows as unknown[])])).toStrictEqual([[{ one: 1 }], [{ two: 2 }], []])
    },
    forEach: async () => {
      const seen: unknown[] = []
      await sql`select 1 as one`.forEach((row) => void seen.push(row))
      expect(seen).toStrictEqual([{ one: 1 }])
    },
    cursor: async () => {
      const batches: unknown[][] = []
      for await (const rows of sql`select i from generate_series(1, 5) i`.cursor(2)) batches.push([...rows])
      expect(batches).toStrictEqual([[{ i: 1 }, { i: 2 }], [{ i: 3 }, { i: 4 }], [{ i: 5 }]])
    },
    'cursor with a function': async () => {
      const seen: unknown[] = []
      await sql`select i from generate_series(1, 3) i`.cursor(2, (rows) => void seen.push(...rows))
      expect(seen).toStrictEqual([{ i: 1 }, { i: 2 }, { i: 3 }])
    },
    transaction: () => sql.begin(async (tx) => expect([...(await tx`select 1 as one`)]).toStrictEqual([{ one: 1 }])),
    reserved: async () => {
      const one = await sql.reserve()
      expect([...(await one`select 1 as one`)]).toStrictEqual([{ one: 1 }])
      one.release()
    },
  }
  const breaks: Record<string, () => Promise<unknown>> = {
    rows: () => expect(broken(sql)).rejects.toMatchObject(failed),
    values: () => expect(broken(sql).values()).rejects.toMatchObject(failed),
    simple: () => expect(sql.unsafe('select 1 / (4 - i) from generate_series(1, 10) i')).rejects.toMatchObject(failed),
    cursor: async () => {
      const read = async () => {
        for await (const _ of broken(sql).cursor(2));
      }
      await expect(read()).rejects.toMatchObject(failed)
    },
    'cursor whose reader fails': () =>
      expect(
        sql`select i from generate_series(1, 9) i`.cursor(3, () => Promise.reject(new Error('full'))),
      ).rejects.toThrow('full'),
    transaction: () => expect(sql.begin((tx) => broken(tx))).rejects.toMatchObject(failed),
    savepoint: () =>
      sql.begin(async (tx) => {
        await expect(tx.savepoint((inner) => broken(inner))).rejects.toMatchObject(failed)
        expect([...(await tx`select 1 as one`)]).toStrictEqual([{ one: 1 }])
      }),
  }
  for (const [how, fail] of Object.entries(breaks))
    for (const [what, check] of Object.entries(next))
      test(`${how}, then ${what}`, async () => {
        await fail()
        await check()
      })

  test('pipelined behind it', async () => {
    const [first, ...others] = await Promise.allSettled([
      broken(sql),
      sql`select 1 as one`,
      sql`select ${'b'} as letter`,
    ])
    expect(first).toMatchObject({ status: 'rejected', reason: failed })
    expect(others).toMatchObject([{ value: [{ one: 1 }] }, { value: [{ letter: 'b' }] }])
  })
})

test('F3 a time that JavaScript cannot hold is a text, and breaks no line', async () => {
  const times: unknown[] = []
  for await (const rows of sql`select t::timestamptz as t from unnest(array['infinity', '-infinity', 'epoch']) t`.cursor(
    1,
  ))
    times.push(rows[0]?.t)
  expect(times).toEqual(['infinity', '-infinity', '1970-01-01T00:00:00.000Z'])
  expect([...(await sql`select 1 as one`)]).toStrictEqual([{ one: 1 }])
})

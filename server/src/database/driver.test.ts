import { setTimeout as sleep } from 'node:timers/promises'
import type postgres from 'postgres'
import { afterAll, beforeEach, expect, inject, test } from 'vitest'
import { connect, type Sql } from './connect.ts'
import { fickleLine } from './fickle-line.fixture.ts'

const options = inject('postgres') as postgres.Options<Record<string, never>>
const line = await fickleLine(options)
let sql: Sql
const pools: Sql[] = []
beforeEach(() => {
  sql = connect({ options: { ...options, host: '127.0.0.1', port: line.port }, pool: 1, prepare: true })
  pools.push(sql)
})
afterAll(async () => {
  await Promise.all(pools.map((pool) => pool.end({ timeout: 1 })))
  line.close()
})

const gone = { code: 'CONNECTION_CLOSED' }
const whole = async () => expect([...(await sql`select ${7}::int as n`)]).toStrictEqual([{ n: 7 }])

test('F3 a line that breaks: what is asked in that moment is refused, and each later answer is for who asked', async () => {
  await sql`select 1`
  const slow = sql`select pg_sleep(5)`.catch(async () => {
    // At once, before the driver knows that the line is gone.
    const again = await Promise.allSettled([sql`select 1 as n`, sql`select 2 as n`])
    return again.map((one) => (one.status === 'fulfilled' ? one.value[0]?.n : 'refused'))
  })
  await sleep(100)
  line.cut()
  const [first, second] = (await slow) as unknown as (number | string)[]
  expect([1, 'refused']).toContain(first)
  expect([2, 'refused']).toContain(second)
  for (let n = 0; n < 20; n++) expect([...(await sql`select ${n}::int as n`)]).toStrictEqual([{ n }])
})

test('F3 a line that is reset while the driver asks for the types of arrays fails who waits for it, and nothing else', async () => {
  const unhandled: unknown[] = []
  const note = (error: unknown) => unhandled.push(error)
  process.on('unhandledRejection', note)
  line.resetAt('pg_catalog.pg_type')
  await expect(sql`select 1`).rejects.toMatchObject({ code: 'ECONNRESET' })
  await sleep(50)
  process.off('unhandledRejection', note)
  expect(unhandled).toEqual([])
  await whole()
  expect([...(await sql`select ${['a', 'b']}::text[] as list`)]).toStrictEqual([{ list: ['a', 'b'] }])
})

test('a transaction whose line breaks between two statements sends nothing more, on no other line either', async () => {
  await sql`create table if not exists broken_lines (n integer)`
  const meanwhile = Promise.withResolvers<void>()
  const late: unknown[] = []
  const begun = sql.begin(async (tx) => {
    await tx`insert into broken_lines values (1)`
    line.cut()
    await sleep(300)
    // The pool has a new line by now.
    await whole()
    const refused = await tx`insert into broken_lines values (2)`.catch((error: unknown) => error)
    late.push(refused, await tx.savepoint((inner) => inner`select 1`).catch((error: unknown) => error))
    meanwhile.resolve()
  })
  await expect(begun).rejects.toMatchObject(gone)
  await meanwhile.promise
  expect(late).toMatchObject([gone, gone])
  expect(await sql`select n from broken_lines`).toHaveLength(0)
  await sql`drop table broken_lines`
})

test('a savepoint and a reservation whose line breaks within a statement end with it', async () => {
  const nested = sql.begin((tx) => tx.savepoint((inner) => inner`select pg_sleep(5)`))
  await sleep(300)
  line.cut()
  await expect(nested).rejects.toThrow()
  await whole()

  const reserved = await sql.reserve()
  await reserved`begin`
  line.cut()
  await sleep(300)
  await expect(reserved`select 1`).rejects.toMatchObject(gone)
  await expect(reserved`rollback`).rejects.toMatchObject(gone)
  reserved.release()
  await whole()
  await whole()
})

test.each([
  [true, 'goes ahead'],
  [false, 'waits: a pooler by transaction would take the end of the first for the end of both'],
])('with prepared statements %s the next statement of a connection %s', async (prepare) => {
  const pool = connect({ options: { ...options, host: '127.0.0.1', port: line.port }, pool: 1, prepare })
  pools.push(pool)
  await pool`select 1`
  const before = line.early()
  const first = pool`select pg_sleep(0.2)`.then((rows) => rows.length)
  await sleep(50)
  expect([...(await pool`select ${2}::int as n`)]).toStrictEqual([{ n: 2 }])
  expect(await first).toBe(1)
  expect(line.early() > before).toBe(prepare)
  const wide = connect({ options: { ...options, host: '127.0.0.1', port: line.port }, pool: 2, prepare })
  pools.push(wide)
  const [row] = await wide.begin(async (tx) => {
    await tx`select ${1}::int as n`
    return tx<{ n: number }[]>`select ${3}::int as n`
  })
  expect(row?.n).toBe(3)
})

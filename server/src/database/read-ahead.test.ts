import { afterAll, beforeAll, expect, test } from 'vitest'
import { startTestServer, type TestServer } from '../testing/server.ts'
import { readAhead } from './read-ahead.ts'

let server: TestServer
beforeAll(async () => {
  server = await startTestServer()
})
afterAll(() => server.close())

type Row = { n: number }

test('every row once, in order', async () => {
  const seen: number[] = []
  for await (const batch of readAhead(server.sql<Row[]>`select n from generate_series(1, 95) n`.cursor(10)))
    seen.push(...batch.map(({ n }) => n))
  expect(seen).toEqual(Array.from({ length: 95 }, (_, n) => n + 1))
  for await (const _ of readAhead(server.sql<Row[]>`select 1 as n where false`.cursor(10))) expect.unreachable()
})

test('a reader who stops early leaves the connection to the next one', async () => {
  const connection = await server.sql.reserve()
  for (const after of [1, 2, 9]) {
    for await (const batch of readAhead(connection<Row[]>`select n from generate_series(1, 100) n`.cursor(10)))
      if (batch[0]?.n === after * 10 - 9) break
    expect(await connection`select 1 as one`).toEqual([{ one: 1 }])
  }
  connection.release()
})

test('an error of the database reaches the reader, and the connection goes on', async () => {
  const connection = await server.sql.reserve()
  let rows = 0
  const reading = async () => {
    for await (const batch of readAhead(
      connection<Row[]>`select 1 / (35 - n) as n from generate_series(1, 100) n`.cursor(10),
    ))
      rows += batch.length
  }
  await expect(reading()).rejects.toThrow('division by zero')
  expect(rows).toBe(30)
  await connection`rollback`
  expect(await connection`select 1 as one`).toEqual([{ one: 1 }])
  connection.release()
})

import { afterAll, beforeAll, expect, test } from 'vitest'
import { startTestServer, type TestServer } from '../testing/server.ts'
import { readAhead } from './read-ahead.ts'

let server: TestServer
beforeAll(async () => {
  server = await startTestServer()
})
afterAll(() => server.close())

test('the next batch is being made while the reader works on the last', async () => {
  let begun = 0
  const cursor = server.sql<{ n: number }[]>`select n, pg_sleep(0.1) from generate_series(1, 5) n`.cursor(1)
  for await (const _ of readAhead(cursor)) {
    begun ||= performance.now()
    // Busy, as one who writes rows is: timers would let the event loop turn.
    for (const end = performance.now() + 100; performance.now() < end; );
  }
  // One after the other: 500 ms of the reader, and 400 of the database before the last four.
  expect(performance.now() - begun).toBeLessThan(800)
})

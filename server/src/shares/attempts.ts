import type { Sql } from '../database/connect.ts'
import { ApiProblem } from '../problem.ts'

/**
 * Counts attempts under a key, in the database, so that all servers count together. One statement: two requests at
 * once cannot both be the last one allowed.
 *
 * @throws {ApiProblem} `rate_limited` when there were more than `max` within `seconds`.
 */
export async function countAttempt(sql: Sql, key: string, max: number, seconds: number): Promise<void> {
  const [row] = await sql<{ count: number; left: number }[]>`
    insert into attempts (key, count, expires_at) values (${key}, 1, now() + ${seconds} * interval '1 second')
    on conflict (key) do update set
      count = case when attempts.expires_at < now() then 1 else attempts.count + 1 end,
      expires_at = case when attempts.expires_at < now() then excluded.expires_at else attempts.expires_at end
    returning count, ceil(extract(epoch from expires_at - now()))::int as left`
  if (row && row.count > max)
    throw new ApiProblem('rate_limited', `There were too many attempts. Try again in ${spoken(row.left)}.`, {
      retryAfterS: Math.max(1, row.left),
    })
}

/** After a success the count begins anew. */
export async function forgetAttempts(sql: Sql, key: string): Promise<void> {
  await sql`delete from attempts where key = ${key}`
}

/**
 * Takes one attempt back, after a success of it: a hundred people of an office sign in within a quarter of an hour, and that is
 * no guessing. Failures before it stay counted.
 */
export async function takeAttemptBack(sql: Sql, key: string): Promise<void> {
  await sql`update attempts set count = count - 1 where key = ${key} and count > 0`
}

function spoken(seconds: number): string {
  return seconds < 90 ? `${seconds} seconds` : `${Math.ceil(seconds / 60)} minutes`
}

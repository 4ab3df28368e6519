import type { Sql, Transaction } from '../database/connect.ts'

const name = 'sweeps_paused_until'
const lockKey = 7_465_224
const maxMs = 600_000

/**
 * Keeps the pictures of every row that is there now, until the returned function is called or this process is gone for
 * ten minutes: a backup copies the pictures after the database, and none may vanish in between. Waits for a sweep that
 * is at work.
 */
export async function pauseSweeps(sql: Sql): Promise<() => Promise<void>> {
  const until = (ms: number) =>
    sql.begin(async (tx) => {
      await tx`select pg_advisory_xact_lock(${lockKey})`
      await tx`
        insert into settings (key, value) values (${name}, now() + ${ms} * interval '1 ms')
        on conflict (key) do update set value = excluded.value`
    })
  await until(maxMs)
  let trouble: unknown
  const timer = setInterval(
    () =>
      until(maxMs).catch((error) => {
        trouble = error
      }),
    maxMs / 10,
  )
  return async () => {
    clearInterval(timer)
    if (trouble) throw trouble
    await until(0)
  }
}

/** Whether a sweep may begin; none is paused before the end of this transaction. To be asked by its first statement. */
export async function mayNowSweep(tx: Transaction): Promise<boolean> {
  // A statement of its own: the next one then sees what was written before the lock was free.
  await tx`select pg_advisory_xact_lock_shared(${lockKey})`
  const [row] = await tx<{ paused: boolean }[]>`
    select value::timestamptz > now() as paused from settings where key = ${name}`
  return row?.paused !== true
}

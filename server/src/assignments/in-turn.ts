import type { Sql } from '../database/connect.ts'

const turnsOf = new WeakMap<Sql, Map<string, Promise<unknown>>>()

/** Runs what has the same key one after the other on this server: takes of one worker would only send each other back. */
export function inTurn<T>(sql: Sql, key: string, work: () => Promise<T>): Promise<T> {
  const turns = turnsOf.get(sql) ?? new Map<string, Promise<unknown>>()
  turnsOf.set(sql, turns)
  const before = turns.get(key)
  const mine = before ? before.then(work, work) : work()
  turns.set(key, mine)
  const leave = () => {
    if (turns.get(key) === mine) turns.delete(key)
  }
  mine.then(leave, leave)
  return mine
}

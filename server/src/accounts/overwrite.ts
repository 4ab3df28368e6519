import { isDeepStrictEqual } from 'node:util'
import type { FieldProblem } from '@whisker/api/problem.ts'
import type { Queryable } from '../database/connect.ts'
import { ApiProblem } from '../problem.ts'

/** For each setting that was ever changed: when, as `updated_at` says it, and by whom. `by` is null for an API key. */
export type Changed = Partial<Record<string, { at: string; by: string | null | 'unknown' }>>

/** What is read with the row that is about to be changed; `now` is its new stamp. */
export type Locked = { changed: Changed; now: string }

/** A thing as it is, with its row locked: who changes it next waits. */
export type Overwritable = {
  /** What a person calls it */
  noun: string
  /** Where a reader finds what to send as `based_on` */
  stamp: 'updated_at' | 'decided_at'
  before: object
  changed: Changed
}

/** When a row is changed: in milliseconds, as it goes out, and never the same twice. */
export const newStamp = (sql: Queryable, before = sql`updated_at`) => sql`
  greatest(date_trunc('milliseconds', clock_timestamp()), ${before} + interval '1 millisecond')`

/** What to keep in the row's `changed`: each of these settings was changed at this moment by this person. */
export function changeOf(names: readonly string[], at: string, by: string | null): Changed {
  return Object.fromEntries(names.map((name) => [name, { at, by }]))
}

/** The settings of an edit that are something else than before. */
export function changedSettings<T extends object>(before: T, after: Partial<T>): (keyof T & string)[] {
  const names = Object.keys(after) as (keyof T & string)[]
  return names.filter((name) => !isDeepStrictEqual(before[name], after[name]))
}

/**
 * For a row whose settings are its columns: what to write into `changed`, or null when the edit changes nothing.
 *
 * @throws 409 `changed_meanwhile`
 */
export async function changeIn<T extends object>(
  sql: Queryable,
  noun: string,
  before: T & Locked,
  edit: Partial<T>,
  { based_on, by }: { based_on: string | undefined; by: string | null },
): Promise<Changed | null> {
  await refuseOverwrite(sql, { noun, stamp: 'updated_at', before, changed: before.changed }, edit, based_on)
  const names = changedSettings<Partial<T>>(before, edit)
  return names.length === 0 ? null : changeOf(names, before.now, by)
}

/**
 * The one rule for whatever two people may change at once: an edit that says what it is based on is refused when it would
 * take back what somebody else has set since. The same change from two people is no conflict, and neither are changes of
 * different settings. An edit that does not say overwrites, as programs do that are the only ones to decide.
 *
 * @throws 409 `changed_meanwhile`, with a pointer for each setting
 */
export async function refuseOverwrite(
  sql: Queryable,
  { noun, stamp, before, changed }: Overwritable,
  edit: object,
  /** null: read before anybody had changed anything */
  basedOn: string | null | undefined,
): Promise<void> {
  if (basedOn === undefined) return
  const since = basedOn === null ? Number.NEGATIVE_INFINITY : new Date(basedOn).getTime()
  const [now, wanted] = [before as Record<string, unknown>, edit as Record<string, unknown>]
  const names = Object.keys(wanted).filter((name) => {
    const last = changed[name]
    return last && new Date(last.at).getTime() > since && !isDeepStrictEqual(wanted[name], now[name])
  })
  if (names.length === 0) return
  const ids = names.flatMap((name) => changed[name]?.by ?? []).filter((by) => by !== 'unknown')
  const people = await sql<{ id: string; name: string }[]>`select id, name from people where id = any(${ids})`
  const errors = names.map((name): FieldProblem => {
    const { at, by } = changed[name]!
    const who = by === null ? 'an API key' : (people.find(({ id }) => id === by)?.name ?? 'somebody')
    return { pointer: `/${name}`, code: 'changed_meanwhile', detail: `was changed by ${who} (${at}).` }
  })
  const told = errors.map(({ pointer, detail }) => `"${pointer.slice(1)}" ${detail}`).join(' ')
  throw new ApiProblem(
    'changed_meanwhile',
    `Since you read the ${noun}, ${told} Nothing was saved. Read the ${noun} again, put both changes together, and send them with its new ${stamp} as based_on.`,
    { errors },
  )
}

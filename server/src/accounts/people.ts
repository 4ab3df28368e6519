import type { Session } from '@whisker/api/sessions.ts'
import type { Queryable, Sql } from '../database/connect.ts'

type Person = Session['person']
type Account = { name: string; email: string | null; passwordHash: string | null }

/** Makes a person. @returns their id; null when somebody has an account with this e-mail */
export async function addPerson(sql: Queryable, { name, email, passwordHash }: Account): Promise<string | null> {
  const [person] = await sql<{ id: string }[]>`
    insert into people (name, email, password_hash) values (${name}, ${email}, ${passwordHash})
    on conflict do nothing returning id`
  return person?.id ?? null
}

export async function changePerson(
  sql: Sql,
  personId: string,
  { name = null, languages = null }: { name?: string | null | undefined; languages?: string[] | null | undefined },
): Promise<Person | null> {
  const [person] = await sql<Person[]>`
    update people set name = coalesce(${name}, name), languages = coalesce(${languages}, languages)
    where id = ${personId} returning id, name, email, languages`
  return person ?? null
}

/** Of anybody; null when they have none. */
export async function emailOf(sql: Queryable, personId: string | null): Promise<{ email: string | null } | null> {
  const [person] = await sql<{ email: string | null }[]>`select email from people where id = ${personId}`
  return person ?? null
}

export async function namesOf(sql: Sql, personIds: string[]): Promise<Map<string, string>> {
  const people = await sql<
    { id: string; name: string }[]
  >`select id, name from people where id = any(${personIds}::uuid[])`
  return new Map(people.map(({ id, name }) => [id, name]))
}

/** Only for a person who has no account: an e-mail is never taken over. Of two people at once with one address, one gets it. */
export async function addAccount(
  sql: Sql,
  personId: string,
  email: string,
  passwordHash: string,
): Promise<Person | null> {
  try {
    const [person] = await sql<Person[]>`
      update people set email = ${email}, password_hash = ${passwordHash}
      where id = ${personId} and email is null and not exists (select from people where email = ${email})
      returning id, name, email, languages`
    return person ?? null
  } catch (error) {
    if ((error as { code?: string }).code === '23505') return null
    throw error
  }
}

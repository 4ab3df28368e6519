import type { Sql } from '../database/connect.ts'
import { ApiProblem } from '../problem.ts'
import { countAttempt, forgetAttempts, takeAttemptBack } from '../shares/attempts.ts'
import { noteRefused } from './audit/record.ts'
import { verifyPassword } from './passwords.ts'

const quarterHourS = 15 * 60

/**
 * Who has this e-mail and password. Ten attempts for one account from one network, so that nobody can lock the owner of the account out
 * from elsewhere; a hundred for it from everywhere.
 *
 * @throws `wrong_credentials`, the same whichever of the two is wrong; `rate_limited`
 */
export async function whoSignsIn(sql: Sql, email: string, password: string, network: string): Promise<string> {
  const counters = [`sign-in:email:${email}:${network}`, `sign-in:email:${email}`] as const
  await countAttempt(sql, `sign-in:ip:${network}`, 100, quarterHourS)
  await countAttempt(sql, counters[0], 10, quarterHourS)
  await countAttempt(sql, counters[1], 100, quarterHourS)
  const [person] = await sql<{ id: string; password_hash: string | null }[]>`
    select id, password_hash from people where email = ${email}`
  if (!(await verifyPassword(person?.password_hash ?? null, password)) || !person)
    throw new ApiProblem(
      'wrong_credentials',
      'E-mail or password is wrong. If you forgot the password, ask for a link to set a new one.',
    )
  await Promise.all([forgetAttempts(sql, counters[0]), takeAttemptBack(sql, `sign-in:ip:${network}`)])
  return person.id
}

/** Somebody did not get in with the e-mail of a member. What they typed is not written down: it may be a password. */
export async function noteRefusal(sql: Sql, email: string, error: unknown, address: string): Promise<void> {
  const [person] = await sql<{ id: string }[]>`select id from people where email = ${email}`
  const code = error instanceof ApiProblem ? error.code : 'internal'
  if (person)
    await noteRefused(sql, { action: 'session.refused', personId: person.id, workspaceId: null, address }, code)
}

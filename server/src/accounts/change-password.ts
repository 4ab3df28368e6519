import type { Sql, Transaction } from '../database/connect.ts'
import { ApiProblem } from '../problem.ts'
import { noteDone } from './audit/record.ts'
import { dropResetLinks, takeLink } from './links.ts'
import { endSessionsOf } from './own-sessions.ts'
import { hashPassword, verifyPassword } from './passwords.ts'

/** Whoever knows the password sets another one; they stay signed in here, and nowhere else. @throws `wrong_credentials` */
export async function changePasswordOf(
  sql: Sql,
  { personId, sessionId }: { personId: string; sessionId: string },
  current: string,
  fresh: string,
): Promise<void> {
  const [person] = await sql<{ password_hash: string | null }[]>`
    select password_hash from people where id = ${personId}`
  if (!(await verifyPassword(person?.password_hash ?? null, current)))
    throw new ApiProblem('wrong_credentials', 'The current password is wrong.')
  const passwordHash = await hashPassword(fresh)
  await sql.begin(async (tx) => {
    await tx`update people set password_hash = ${passwordHash} where id = ${personId}`
    await endSessionsOf(tx, personId, sessionId)
    await dropResetLinks(tx, personId)
  })
}

/** Whoever has a link sets another password; they are signed in nowhere any more. @throws `link_expired` */
export async function resetPassword(sql: Sql, token: string, fresh: string, address: string): Promise<void> {
  const passwordHash = await hashPassword(fresh)
  await sql.begin(async (tx) => {
    const personId = await takeLink(tx, 'password_reset', token)
    await tx`update people set password_hash = ${passwordHash} where id = ${personId}`
    await endSessionsOf(tx, personId)
    await dropResetLinks(tx, personId)
    await noteDone(tx, { action: 'password.reset', personId, workspaceId: null, address })
  })
}

/** Nothing that opened an account before opens it any more. */
export async function dropPassword(tx: Transaction, personId: string): Promise<void> {
  await tx`update people set password_hash = null where id = ${personId}`
  await endSessionsOf(tx, personId)
  await dropResetLinks(tx, personId)
}

import { endSessionsOf } from '../accounts/own-sessions.ts'
import { verifyPassword } from '../accounts/passwords.ts'
import { workerPseudonym } from '../accounts/secrets.ts'
import { endHoldsOfAll } from '../answers/holds.ts'
import type { Server } from '../context.ts'
import type { Sql, Transaction } from '../database/connect.ts'
import { ApiProblem } from '../problem.ts'
import { freePlaces } from '../tasks/row/places.ts'

/** @throws {ApiProblem} `wrong_credentials` unless it is the password of an account, or there is no account. */
export async function requirePassword(sql: Sql, personId: string, password: string | undefined): Promise<void> {
  const [person] = await sql<{ password_hash: string | null }[]>`
    select password_hash from people where id = ${personId}`
  if (person?.password_hash && !(await verifyPassword(person.password_hash, password ?? '')))
    throw new ApiProblem('wrong_credentials', 'To delete your account, send your password with it. This one is wrong.')
}

/**
 * Makes a person nobody: name, e-mail, password, languages, sessions, memberships, links and invitations go in one
 * transaction, and the holds of theirs are free for others. Answers stay and keep pointing to a row that says nothing, so
 * that no result changes; their pseudonyms lead nowhere. What they wrote beside their answers, and events that quote it,
 * go in the background (`forgetInProject`).
 *
 * @throws {ApiProblem} `conflict` for the only owner of a workspace, which could never be administered again
 */
export async function forgetPerson(sql: Sql, personId: string): Promise<void> {
  await sql.begin(async (tx) => {
    const [person] = await tx<{ email: string | null }[]>`
      select email from people where id = ${personId} and deleted_at is null for update`
    if (!person) return
    await refuseOnlyOwner(tx, personId)
    await endHolds(tx, personId)
    await endSessionsOf(tx, personId)
    await tx`delete from members where person_id = ${personId}`
    await tx`delete from identities where person_id = ${personId}`
    await tx`delete from one_time_links where person_id = ${personId}`
    await tx`delete from invitations where email = ${person.email}`
    await tx`delete from appeals where person_id = ${personId}`
    await tx`update project_workers set removed_at = coalesce(removed_at, now()) where person_id = ${personId}`
    await tx`update deletions set person_id = null where person_id = ${personId}`
    await tx`update corrections set person_id = null where person_id = ${personId}`
    await tx`update gold set marked_by = null where marked_by = ${personId}`
    await tx`update reports set settled_by = null where settled_by = ${personId}`
    await tx`
      update people set name = '', email = null, password_hash = null, languages = '{}', deleted_at = now()
      where id = ${personId}`
    await tx`
      insert into deletions (kind, subject, projects)
      values ('person', ${personId}, array(select project_id from project_workers where person_id = ${personId} order by 1))`
  })
}

/** The lock makes two owners who leave at once take turns. */
async function refuseOnlyOwner(tx: Transaction, personId: string): Promise<void> {
  const owners = await tx<{ person_id: string; workspace_id: number; title: string }[]>`
    select m.person_id, m.workspace_id, w.title from members m join workspaces w on w.id = m.workspace_id
    where m.role = 'owner'
      and m.workspace_id in (select workspace_id from members where person_id = ${personId} and role = 'owner')
    order by m.workspace_id, m.person_id for update of m`
  const alone = owners.filter(({ workspace_id }) =>
    owners.every((o) => o.workspace_id !== workspace_id || o.person_id === personId),
  )
  if (alone[0])
    throw new ApiProblem(
      'conflict',
      `You are the only owner of "${alone[0].title}". Make somebody else an owner first, then delete your account.`,
    )
}

/** Their places are free, and the tasks stand in front of every cursor. Order of locks: task, then assignment. */
async function endHolds(tx: Transaction, personId: string): Promise<void> {
  await tx`
    with held as materialized (
      select a.project_id, a.id, a.task_id from project_workers w
      join assignments a on a.project_id = w.project_id and a.worker_id = w.person_id and a.state = 'active'
      where w.person_id = ${personId}
    ), task as materialized (
      select t.project_id, t.id from tasks t where (t.project_id, t.id) in (select project_id, task_id from held)
      order by t.project_id, t.id for update
    ), ended as (
      ${endHoldsOfAll(tx, 'withdrawn', tx`held h join task t on t.project_id = h.project_id and t.id = h.task_id`, tx`true`)}
    )
    ${freePlaces(tx, tx`ended`)}`
}

// Events of one transaction: the readers of events wait for it.
const eventsAtOnce = 5000

type Due = { id: string; subject: string; projects: number[]; event_id: string }

/**
 * One step of forgetting what a person wrote: in one project the comments of their skips and reports, and 5,000 of its events
 * that quote them. An event stays an event (nobody's cursor breaks); the words are gone.
 *
 * @returns false when no project is left.
 */
export async function forgetInProject({ secret }: Pick<Server, 'secret'>, tx: Transaction, due: Due): Promise<boolean> {
  const projectId = due.projects[0]
  if (projectId === undefined) return false
  if (due.event_id === '0') {
    await tx`
      update skips s set comment = '' from assignments a
      where s.project_id = ${projectId} and s.comment <> '' and a.project_id = s.project_id and a.id = s.assignment_id
        and a.worker_id = ${due.subject}`
    await tx`
      update reports r set comment = '' from assignments a
      where r.project_id = ${projectId} and r.comment <> '' and a.project_id = r.project_id and a.id = r.assignment_id
        and a.worker_id = ${due.subject}`
  }
  const [owner] = await tx<{ workspace_id: number }[]>`select workspace_id from projects where id = ${projectId}`
  const pseudonym = workerPseudonym(secret, owner?.workspace_id ?? 0, due.subject)
  const [read] = await tx<{ last: string | null }[]>`
    with next as materialized (
      select id from events where project_id = ${projectId} and id > ${due.event_id} order by id limit ${eventsAtOnce}
    ), emptied as (
      update events set data = data || '{"comment": ""}'
      where project_id = ${projectId} and id in (select id from next) and data ->> 'worker_id' = ${pseudonym}
        and data ->> 'comment' <> ''
    )
    select max(id) as last from next`
  if (read?.last) await tx`update deletions set event_id = ${read.last} where id = ${due.id}`
  else await tx`update deletions set projects = projects[2:], event_id = 0 where id = ${due.id}`
  return true
}

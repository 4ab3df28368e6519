import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ask } from '../testing/ask.ts'
import { startTestServer, type TestPerson, type TestServer } from '../testing/server.ts'

let server: TestServer
let ada: TestPerson
let bob: TestPerson
beforeAll(async () => {
  server = await startTestServer()
  const workspaceId = server.running.workspaceId
  ada = await server.makePerson({ workspaceId, role: 'owner' })
  bob = await server.makePerson({ workspaceId, role: 'viewer' })
})
afterAll(() => server.close())

const edit = (who: TestPerson, role: string, by = ada) =>
  ask(`${server.url}/members/${who.id}`, { method: 'PATCH', key: by.token, json: { role } })
const remove = (who: TestPerson, by = ada) =>
  ask(`${server.url}/members/${who.id}`, { method: 'DELETE', key: by.token })
const roles = async () =>
  Object.fromEntries(
    (await server.sql<{ id: string; role: string }[]>`select person_id as id, role from members`).map(
      ({ id, role }) => [id, role],
    ),
  )

describe('members', () => {
  test('are listed for every member, with role and e-mail, and nothing secret', async () => {
    const { json, text } = await ask(`${server.url}/members`, { key: bob.token })
    expect((json as { data: object[] }).data).toMatchObject([
      { person_id: ada.id, role: 'owner' },
      { person_id: bob.id, role: 'viewer' },
    ])
    expect(text).not.toMatch(/password|hash|token/)
  })

  test('the last owner can neither go nor be demoted', async () => {
    expect((await edit(ada, 'viewer')).problem.code).toBe('conflict')
    expect((await remove(ada)).problem.code).toBe('conflict')
    expect((await edit(ada, 'owner')).status).toBe(200)
  })

  test('nobody raises themselves', async () => {
    expect((await edit(bob, 'owner', bob)).problem.code).toBe('forbidden')
    expect((await edit(bob, 'editor')).json).toMatchObject({ role: 'editor' })
    expect((await edit(bob, 'owner', bob)).problem.code).toBe('forbidden')
    expect((await edit(bob, 'admin')).problem.errors).toMatchObject([{ pointer: '/role', code: 'unknown_value' }])
  })

  test('two owners who remove or demote each other at once: one stays', async () => {
    for (let round = 0; round < 6; round++) {
      await server.sql`update members set role = 'owner'`
      const both = round % 2 ? [remove(bob), remove(ada, bob)] : [edit(bob, 'viewer'), edit(ada, 'viewer', bob)]
      const statuses = (await Promise.all(both)).map(({ status }) => status)
      expect(
        Object.values(await roles()).filter((role) => role === 'owner'),
        String(statuses),
      ).toHaveLength(1)
      await server.sql`
        insert into members (workspace_id, person_id, role)
        select ${server.running.workspaceId}, unnest(${[ada.id, bob.id]}::uuid[]), 'owner' on conflict do nothing`
    }
  })

  test('I-03 what a body may not say is refused by name', async () => {
    const change = { role: 'viewer', person_id: ada.id, workspace_id: 1 }
    const refused = await ask(`${server.url}/members/${bob.id}`, { method: 'PATCH', key: ada.token, json: change })
    expect(refused.problem.errors?.map(({ pointer, code }) => [pointer, code])).toEqual([
      ['/person_id', 'unknown_field'],
      ['/workspace_id', 'unknown_field'],
    ])
  })
})

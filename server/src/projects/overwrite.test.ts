import type { Project } from '@whisker/api/projects.ts'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { ask } from '../testing/ask.ts'
import { startTestServer, type TestServer, textProject } from '../testing/server.ts'

let server: TestServer
beforeAll(async () => {
  server = await startTestServer()
})
afterAll(() => server.close())

const editAs = (key: string, project: Project, json: object) =>
  ask(`${server.url}/projects/${project.id}`, { method: 'PATCH', key, json: { based_on: project.updated_at, ...json } })
const field = (values: string[]) => [
  { name: 'kind', type: 'radio', options: values.map((value) => ({ value })), label: '', help: '', required: true },
]

test('C2 the second of two editors is told what has changed and by whom, and takes nothing back', async () => {
  const project = await textProject(server.client, { output_spec: field(['cat', 'dog']) as Project['output_spec'] })
  const member = { workspaceId: server.running.workspaceId, role: 'editor' } as const
  const [ada, bo] = [await server.makePerson(member), await server.makePerson(member)]
  expect((await editAs(ada.token, project, { output_spec: field(['cat', 'dog', 'bird']) })).status).toBe(200)
  const second = await editAs(bo.token, project, { output_spec: field(['cat', 'dog', 'fish']), title: 'New' })
  expect(second.problem).toMatchObject({
    status: 409,
    code: 'changed_meanwhile',
    errors: [{ pointer: '/output_spec', code: 'changed_meanwhile' }],
  })
  expect(second.problem.detail).toContain('"output_spec" was changed by Test Person (2')
  const now = await server.client.readProject({ params: { project_id: project.id } })
  expect([now.version, now.title]).toEqual([2, project.title])
  expect((await editAs(bo.token, now, { output_spec: field(['cat', 'dog', 'bird', 'fish']) })).json).toMatchObject({
    version: 3,
  })
})

test('C2 changes of different settings, and the same change twice, are no conflict', async () => {
  const project = await textProject(server.client)
  expect((await editAs(server.key, project, { title: 'One', synonyms: [{ from: 'kitty', to: 'cat' }] })).status).toBe(
    200,
  )
  expect((await editAs(server.key, project, { title: 'One', description: 'Two' })).status).toBe(200)
  const synonyms = await editAs(server.key, project, { synonyms: [{ from: 'doggy', to: 'dog' }] })
  expect(synonyms.problem.detail).toContain('"synonyms" was changed by an API key')
  expect((await editAs(server.key, project, { synonyms: [{ from: 'kitty', to: 'cat' }] })).status).toBe(200)
})

test('C2 two at the same moment: one of them is told', async () => {
  const project = await textProject(server.client)
  const both = await Promise.all(['A', 'B'].map((title) => editAs(server.key, project, { title })))
  expect(both.map(({ status }) => status).sort()).toEqual([200, 409])
  const without = await ask(`${server.url}/projects/${project.id}`, {
    method: 'PATCH',
    key: server.key,
    json: { title: 'C' },
  })
  expect(without.status).toBe(200)
})

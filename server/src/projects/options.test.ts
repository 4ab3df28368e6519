import { afterAll, beforeAll, expect, test } from 'vitest'
import { startTestServer, type TestServer, textProject } from '../testing/server.ts'

let server: TestServer
beforeAll(async () => {
  server = await startTestServer()
})
afterAll(() => server.close())

const kinds = (...values: string[]) => ({
  output_spec: [{ type: 'checkbox' as const, name: 'kind', options: values.map((value) => ({ value })) }],
})

async function answer(projectId: number, kind: string[]) {
  await server.client.createTask({ body: { project_id: projectId, task_spec: [{ sentence: 'x' }] } })
  const worker = await server.makeWorker(projectId)
  const { assignments } = await worker.client.takeAssignments({ body: { project_id: projectId } })
  const { id, token } = assignments[0]!
  await worker.client.submitAssignment({ params: { assignment_id: id }, body: { token, answer: [{ kind }] } })
  const [task] = (await server.client.listTasks({ query: { project_id: projectId, status: 'completed' } })).data
  return task!.result![0]!.kind!.value
}

test('F16 an option is kept as its answers are, and both are found however they are sent', async () => {
  const project = await textProject(server.client, kinds('cat ', '\u200be\u0301lan', 'می\u200cخواهم'))
  const [field] = project.output_spec
  expect(field).toMatchObject({ options: [{ value: 'cat' }, { value: 'élan' }, { value: 'می\u200cخواهم' }] })
  expect(await answer(project.id, [' cat', 'e\u0301lan'])).toEqual(['cat', 'élan'])
  const same = await server.client.editProject({
    params: { project_id: project.id },
    body: kinds('cat ', 'élan', 'می\u200cخواهم'),
  })
  expect(same.version).toBe(1)
})

test('F16 a form of before with options that look alike stays readable, and can be answered', async () => {
  const project = await textProject(server.client, kinds('cat', 'dog'))
  const old = JSON.stringify([
    { value: 'cat ', label: '' },
    { value: 'CAT', label: '' },
  ])
  await server.sql`
    update project_versions set output_spec = jsonb_set(output_spec, '{0,options}', ${old}::text::jsonb) where project_id = ${project.id}`
  const params = { project_id: project.id }
  expect((await server.client.readProject({ params })).output_spec[0]).toMatchObject({
    options: [{ value: 'cat ' }, {}],
  })
  expect(await answer(project.id, ['cat'])).toEqual(['cat '])
})

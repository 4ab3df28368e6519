import type { ProjectDraft } from '@whisker/api/project-settings.ts'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startTestServer, type TestPerson, type TestServer, textProject } from '../testing/server.ts'

let server: TestServer
beforeAll(async () => {
  server = await startTestServer()
})
afterAll(() => server.close())

/** A project that is open to all, with one task. */
async function openProject(draft: Partial<ProjectDraft>, client = server.client) {
  const project = await textProject(client, { access: 'open', ...draft })
  await client.createTask({ body: { project_id: project.id, task_spec: [{ sentence: 'x' }] } })
  return project.id
}

const knows = (worker: TestPerson, languages: string[]) => worker.client.editPerson({ body: { languages } })
const listed = async (worker: TestPerson, language?: string) =>
  (await worker.client.listWorkerProjects({ query: { ...(language && { language }) } })).data.map(({ id }) => id)
const taken = async (worker: TestPerson, project_id: number) => {
  const { assignments, reason, detail } = await worker.client.takeAssignments({ body: { project_id } })
  return assignments.length > 0 ? 'given' : { reason, detail }
}

/** As many gold answers of a worker in a project of its own, so many of them right. */
async function shows(worker: TestPerson, right: number, answered: number, client = server.client) {
  const { id } = await textProject(client, { access: 'open' })
  for (let n = 0; n < answered; n++) {
    const task_spec = [{ sentence: `${n}` }]
    await client.createTask({ body: { project_id: id, task_spec, gold: [{ animal: 'cat' }] } })
  }
  await server.sql`update tasks set lane = 1 where project_id = ${id}`
  const { assignments } = await worker.client.takeAssignments({ body: { project_id: id, count: 10 } })
  expect(assignments).toHaveLength(answered)
  for (const [n, { id: assignment_id, token }] of assignments.entries()) {
    const answer = [{ animal: n < right ? 'cat' : 'dog' }]
    await worker.client.submitAssignment({ params: { assignment_id }, body: { token, answer } })
  }
  return { id, assignments }
}

describe('languages', () => {
  test('a project that asks for its language is listed and given to who knows it, by the base of the tag', async () => {
    const id = await openProject({ language: 'pt-BR', require_language: true })
    const free = await openProject({ language: 'pt-BR' })
    const worker = await server.makePerson()
    expect(await listed(worker)).not.toContain(id)
    expect(await listed(worker)).toContain(free)
    expect(await taken(worker, id)).toEqual({
      reason: 'language_required',
      detail: 'This project is for people who know Brazilian Portuguese. If you do, add it to the languages you know.',
    })
    await knows(worker, ['en', 'de'])
    expect(await taken(worker, id)).toMatchObject({ reason: 'language_required' })
    expect((await knows(worker, ['en', 'PT', 'pt'])).languages).toEqual(['en', 'pt'])
    expect(await listed(worker)).toContain(id)
    expect(await taken(worker, id)).toBe('given')
    const { person } = await worker.client.readSession()
    expect(person.languages).toEqual(['en', 'pt'])
  })

  test('the list is filtered by language', async () => {
    const [polish, english] = [await openProject({ language: 'pl' }), await openProject({ language: 'en' })]
    const worker = await server.makePerson()
    expect(await listed(worker, 'pl-PL')).toEqual([polish])
    expect(await listed(worker, 'en')).toContain(english)
    expect(await listed(worker, 'en')).not.toContain(polish)
  })

  test('a name is changed without the languages, and nothing at all is refused', async () => {
    const worker = await server.makePerson()
    await knows(worker, ['fr'])
    expect(await worker.client.editPerson({ body: { name: 'Ada' } })).toMatchObject({ name: 'Ada', languages: ['fr'] })
    expect(await knows(worker, [])).toMatchObject({ name: 'Ada', languages: [] })
    await expect(worker.client.editPerson({ body: {} })).rejects.toMatchObject({ code: 'invalid' })
    await expect(knows(worker, ['klingonish'])).rejects.toMatchObject({
      problem: { errors: [{ pointer: '/languages/0' }] },
    })
  })
})

describe('skill', () => {
  test('is what gold has shown in the other projects of the workspace, from five answers on', async () => {
    const id = await openProject({ min_skill: 0.8 })
    const worker = await server.makePerson()
    expect(await listed(worker)).not.toContain(id)
    expect(await taken(worker, id)).toMatchObject({ reason: 'skill_required' })
    await shows(worker, 4, 4)
    expect(await taken(worker, id)).toMatchObject({ reason: 'skill_required' })
    const more = await shows(worker, 1, 1)
    // (1 + 5) / (2 + 5) = 0.857
    expect(await listed(worker)).toContain(id)
    await worker.client.withdrawAnswer({
      params: { assignment_id: more.assignments[0]!.id },
      body: { token: more.assignments[0]!.token },
    })
    expect(await taken(worker, id)).toMatchObject({ reason: 'skill_required' })
    await shows(worker, 1, 1)
    expect(await taken(worker, id)).toBe('given')
  })

  test('too many wrong ones, or right ones for somebody else, open nothing', async () => {
    const id = await openProject({ min_skill: 0.8 })
    const careless = await server.makePerson()
    await shows(careless, 4, 6)
    expect(await taken(careless, id)).toMatchObject({ reason: 'skill_required' })
    const elsewhere = await server.makePerson()
    const other = await server.makeWorkspace()
    await shows(elsewhere, 6, 6, other.client)
    expect(await taken(elsewhere, id)).toMatchObject({ reason: 'skill_required' })
  })

  test('shown in the project itself is not shown elsewhere', async () => {
    const worker = await server.makePerson()
    const { id } = await shows(worker, 6, 6)
    await server.client.editProject({ params: { project_id: id }, body: { min_skill: 0.8 } })
    expect(await taken(worker, id)).toMatchObject({ reason: 'skill_required' })
  })

  test('what is held may be answered when the bar is raised', async () => {
    const id = await openProject({})
    const worker = await server.makePerson()
    const [held] = (await worker.client.takeAssignments({ body: { project_id: id } })).assignments
    await server.client.editProject({ params: { project_id: id }, body: { min_skill: 0.9, require_language: true } })
    const body = { token: held!.token, answer: [{ animal: 'cat' }] }
    await expect(worker.client.submitAssignment({ params: { assignment_id: held!.id }, body })).resolves.toMatchObject({
      state: 'counted',
    })
  })
})

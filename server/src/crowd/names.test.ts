import type { Joining, OutputField } from '@whisker/api/fields.ts'
import type { ProjectDraft } from '@whisker/api/project-settings.ts'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startTestServer, type TestServer, textProject } from '../testing/server.ts'
import { makeAnswers, refitNow } from './crowd.fixture.ts'

let server: TestServer
beforeAll(async () => {
  server = await startTestServer()
})
afterAll(() => server.close())

const field = (type: 'input' | 'textarea', joining?: Joining): OutputField => {
  return { type, name: 'animal', label: '', help: '', required: true, ...(joining && { joining }) }
}

/** One task, answered by people whom nobody knows, and its result. */
async function answered(texts: string[], draft: Partial<ProjectDraft> = {}) {
  const project = await textProject(server.client, {
    output_spec: [field('input')],
    min_answers: texts.length,
    ...draft,
  })
  const params = { project_id: project.id }
  const task = await server.client.createTask({ body: { ...params, task_spec: [{ sentence: 'x' }] } })
  for (const animal of texts) {
    const worker = await server.makeWorker(project.id)
    const { assignments } = await worker.client.takeAssignments({ body: params })
    const { id, token } = assignments[0]!
    await worker.client.submitAssignment({ params: { assignment_id: id }, body: { token, answer: [{ animal }] } })
  }
  const result = async () => {
    const { result } = await server.client.readTask({ params: { task_id: task.id } })
    return result![0]!.animal!
  }
  const joined = async () => {
    const { items } = await server.client.readExplanation({ params: { task_id: task.id } })
    return items[0]!.animal!.joined
  }
  return { project, params, result, joined }
}

const votes = async (texts: string[], draft: Partial<ProjectDraft> = {}) => {
  const { result } = await answered(texts, draft)
  const { votes, confidence } = await result()
  return { counts: votes.map(({ count }) => count), confidence }
}

test.each([
  ['input', 'cat', 'not a cat'],
  ['input', 'fish', 'jelly fish'],
  ['textarea', 'no smoking', 'smoking'],
  ['input', 'cat', 'black cat'],
] as const)('A1 %s: "%s" and "%s" are two names, one vote each', async (type, ...texts) => {
  const { counts, confidence } = await votes(texts, { output_spec: [field(type)] })
  expect(counts).toEqual([1, 1])
  expect(confidence).toBeLessThan(0.6)
})

test.each(['letters', 'meaning'] as const)(
  'A2 a refit changes no label into what was typed elsewhere (%s)',
  async (how) => {
    const project = await textProject(server.client, { output_spec: [field('input', how)] })
    const often = ['sliver', 'AB12345']
    const typed = (task: number) => (task < 20 ? often[task % 2]! : task === 20 ? 'silver' : 'AB12354')
    await makeAnswers(server.sql, project.id, { tasks: 22, workers: 3, overlap: 1 }, (task) => ({
      animal: typed(task),
    }))
    await refitNow(server.running.server, project.id)
    const rows = await server.sql`
    select t.name, r.fields -> 0 -> 'animal' ->> 'value' as value from results r
    join tasks t on t.project_id = r.project_id and t.id = r.task_id
    where r.project_id = ${project.id} and r.method = 'model' and t.name in ('20', '21') order by 1`
    expect(rows.map(({ value }) => value)).toEqual(['silver', 'AB12354'])
    const { data } = await server.client.listSynonymSuggestions({ params: { project_id: project.id } })
    expect(data).toMatchObject([{ from: 'silver', to: 'sliver', why: 'spelling', together: 0 }])
  },
)

test.each([
  ['vi', 'bò', 'bọ'],
  ['pt', 'maçã', 'maca'],
  ['sv', 'får', 'far'],
  ['es', 'año', 'ano'],
])('A3 %s: "%s" and "%s" are two names', async (language, ...texts) => {
  expect((await votes(texts, { language })).counts).toEqual([1, 1])
})

test('A3 in English café and cafe are one name, in the form that was typed most', async () => {
  const { result, joined } = await answered(['cafe', 'café', 'café'])
  expect(await result()).toMatchObject({ value: 'café', votes: [{ count: 3 }] })
  expect(await joined()).toEqual([{ typed: 'cafe', name: 'café', why: 'marks', answers: 1 }])
})

describe('A9 the requester decides how far names are joined', () => {
  test('each join is told with the task, and undone for the project, and that again', async () => {
    const { params, result, joined } = await answered(['polish', 'Polish', 'Polish!', 'polish'])
    expect(await result()).toMatchObject({ value: 'polish', votes: [{ count: 4 }] })
    expect(await joined()).toEqual([
      { typed: 'Polish', name: 'polish', why: 'case', answers: 1 },
      { typed: 'Polish!', name: 'polish', why: 'letters', answers: 1 },
    ])
    const { fields } = await server.client.readReport({ params })
    expect(fields[0]!.joins).toMatchObject([
      { typed: 'Polish!', name: 'polish', why: 'letters', answers: 1, items: 1 },
      { typed: 'Polish', name: 'polish', why: 'case', answers: 1, items: 1 },
    ])
    const counts = async () => (await result()).votes.map(({ count }) => count)
    await server.client.editProject({ params, body: { apart: [['Polish', 'polish']] } })
    await expect.poll(counts, { timeout: 20_000 }).toEqual([3, 1])
    expect((await joined()).map(({ typed }) => typed)).toEqual(['Polish!'])
    await server.client.editProject({ params, body: { apart: [] } })
    await expect.poll(counts, { timeout: 20_000 }).toEqual([4])
  }, 60_000)

  test('a way of joining is a setting of today: no new version, and it counts for what is there', async () => {
    const { project, params, result } = await answered(['cat', 'Cat', 'a black cat', 'dog'])
    expect(project.output_spec[0]).toMatchObject({ joining: 'letters' })
    const counts = async () => (await result()).votes.map(({ count }) => count)
    expect(await counts()).toEqual([2, 1, 1])
    for (const [how, expected] of [
      ['meaning', [3, 1]],
      ['exact', [1, 1, 1, 1]],
    ] as const) {
      const edited = await server.client.editProject({ params, body: { output_spec: [field('input', how)] } })
      expect(edited).toMatchObject({ version: 1, output_spec: [{ joining: how }] })
      await expect.poll(counts, { timeout: 20_000 }).toEqual(expected)
    }
    const { data } = await server.client.listProjectVersions({ params })
    expect(data).toHaveLength(1)
    expect(data[0]!.output_spec[0]).not.toHaveProperty('joining')
  })

  test('a specification that says nothing of it is the same one, and means letters', async () => {
    const project = await textProject(server.client, { output_spec: [field('input')] })
    const params = { project_id: project.id }
    const same = await server.client.editProject({ params, body: { output_spec: [field('input')] } })
    expect(same).toEqual(project)
    expect(await server.client.editProject({ params, body: { output_spec: project.output_spec } })).toEqual(project)
  })

  test('joining by meaning is for names, and what stays apart must differ', async () => {
    const draft = textProject(server.client, { output_spec: [field('textarea', 'meaning')] })
    await expect(draft).rejects.toMatchObject({
      problem: {
        status: 422,
        errors: [{ pointer: '/output_spec/0/joining', detail: expect.stringMatching(/a page of text/) }],
      },
    })
    await expect(textProject(server.client, { apart: [['cat', ' cat']] })).rejects.toMatchObject({
      problem: { status: 422, errors: [{ pointer: '/apart/0', code: 'same' }] },
    })
  })
})

import type { ProjectDraft } from '@whisker/api/project-settings.ts'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { FieldModel } from '../consolidation/field-model.ts'
import { seededRandom } from '../consolidation/simulate-crowd.ts'
import { startTestServer, type TestServer, textProject } from '../testing/server.ts'
import { makeAnswers, refitNow } from './crowd.fixture.ts'
import { loadCrowd } from './stored.ts'

let server: TestServer
beforeAll(async () => {
  server = await startTestServer()
})
afterAll(() => server.close())

const options = ['cat', 'dog', 'fox'].map((value) => ({ value, label: '' }))
const kind = { type: 'radio', name: 'kind', label: '', help: '', required: true, options } as const
const kinds = options.map(({ value }) => value)

/** Workers 0 to 7 are right nine times of ten, the last one always says "cat". */
function crowdOf(seed: number) {
  const random = seededRandom(seed)
  return (task: number, worker: number) => {
    if (worker > 7) return { kind: 'cat' }
    return { kind: kinds[random() < 0.9 ? task % 3 : Math.floor(random() * 3)]! }
  }
}
const shape = { tasks: 60, workers: 9, overlap: 3 }
const newProject = (draft: Partial<ProjectDraft> = {}) =>
  textProject(server.client, { output_spec: [kind], min_answers: 3, ...draft })

const updatesOf = async (projectId: number) =>
  server.sql<{ data: { result: unknown; reason: string } }[]>`
    select data from events where project_id = ${projectId} and type = 'result.updated'`

describe('a refit', () => {
  test('publishes what the crowd has shown: values, confidences, events; again only what changed since', async () => {
    const project = await newProject()
    await makeAnswers(server.sql, project.id, shape, crowdOf(1))
    const cursor = async () => {
      const response = await fetch(`${server.url}/projects/${project.id}/results`, {
        headers: { authorization: server.key },
      })
      await response.text()
      return response.headers.get('whisker-cursor')!
    }
    const before = await cursor()
    await refitNow(server.running.server, project.id)
    const rows = await server.sql<{ name: string; value: string; method: string; refit: number }[]>`
      select t.name, r.fields -> 0 -> 'kind' ->> 'value' as value, r.method, (r.provenance ->> 'refit')::int as refit
      from results r join tasks t on t.project_id = r.project_id and t.id = r.task_id where r.project_id = ${project.id}`
    expect(rows.filter(({ name, value }) => value === kinds[Number(name) % 3]).length).toBeGreaterThan(50)
    for (const row of rows) expect(row).toMatchObject({ method: 'model', refit: 1 })
    const told = await updatesOf(project.id)
    expect(told.length).toBeGreaterThan(0)
    for (const { data } of told) expect(data).toMatchObject({ reason: 'refit', result: [{ kind: {} }] })
    const again = await fetch(`${server.url}/projects/${project.id}/results?after=${before}`, {
      headers: { authorization: server.key },
    })
    expect((await again.text()).trim().split('\n')).toHaveLength(60)

    await refitNow(server.running.server, project.id)
    expect(await updatesOf(project.id)).toHaveLength(told.length)
    const [moved] = await server.sql`
      select count(*)::int as count from results where project_id = ${project.id} and provenance ->> 'refit' = '2'`
    expect(moved).toEqual({ count: 0 })
  })

  test('finds out who can be trusted, with intervals and bits, and every server loads the same', async () => {
    const project = await newProject()
    const { workers } = await makeAnswers(server.sql, project.id, shape, crowdOf(2))
    await refitNow(server.running.server, project.id)
    const rows = await server.sql<{ worker_id: string; accuracy: number; low: number; high: number; bits: number }[]>`
      select * from worker_quality where project_id = ${project.id}`
    expect(rows).toHaveLength(9)
    const bits = workers.map((id) => rows.find((row) => row.worker_id === id)!.bits)
    expect(Math.min(...bits.slice(0, 8))).toBeGreaterThan(bits[8]!)
    const listed = (await server.client.listProjectWorkers({ params: { project_id: project.id } })).data
    const agreement = listed.map(({ agreement }) => agreement!)
    // Whoever always says "cat" agrees with a third of the results, and with those that they made alone with another.
    expect(agreement.reduce((sum, { values }) => sum + values, 0)).toBe(180)
    expect(agreement.filter(({ share }) => share > 0.8)).toHaveLength(8)
    expect(Math.min(...agreement.map(({ share }) => share))).toBeLessThan(0.6)
    for (const { accuracy, low, high } of rows) {
      expect(low).toBeLessThan(accuracy)
      expect(high).toBeGreaterThan(accuracy)
    }
    const crowd = await loadCrowd(server.sql, project.id)
    expect(crowd).toMatchObject({ refit: 1, answers: 180, since: 0 })
    expect(crowd?.workers.size).toBe(9)
    const model = crowd?.models.get('kind radio') as FieldModel & { kind: 'choices' }
    expect(model.classes).toEqual(kinds)
    const compared = model.model.compared.reduce((sum, count) => sum + count, 0)
    expect(compared).toBe(180)
  })

  test('what a reviewer decided stays', async () => {
    const project = await newProject()
    await makeAnswers(server.sql, project.id, shape, crowdOf(3))
    await server.sql`update results set corrected_at = now(), method = 'reviewer' where project_id = ${project.id}`
    await refitNow(server.running.server, project.id)
    const [left] = await server.sql`
      select count(*)::int as count from results where project_id = ${project.id} and method = 'reviewer' and confidence = 0.5`
    expect(left).toEqual({ count: 60 })
    const [counted] = await server.sql`
      select sum(compared)::int as compared from worker_agreement where project_id = ${project.id}`
    expect(counted).toEqual({ compared: 180 })
    expect(await updatesOf(project.id)).toEqual([])
  })

  test('what waited for a reviewer and is sure now is completed', async () => {
    const project = await newProject({ min_answers: 2, max_answers: 3, confidence: 0.9 })
    await makeAnswers(server.sql, project.id, { ...shape, status: 'needs_review' }, crowdOf(4))
    await refitNow(server.running.server, project.id)
    const counts = await server.sql<{ status: string; count: number; dated: number }[]>`
      select status, count(*)::int as count, count(completed_at)::int as dated from tasks where project_id = ${project.id}
      group by status order by status`
    expect(counts[0]).toMatchObject({ status: 'completed', dated: counts[0]!.count })
    expect(counts[0]!.count).toBeGreaterThan(20)
    const [told] = await server.sql`
      select count(*)::int as count from events where project_id = ${project.id} and type = 'task.completed'`
    expect(told).toEqual({ count: counts[0]!.count })
  })

  test('two servers at once refit a project once; the claim of one that died runs out', async () => {
    const other = await server.startAnother()
    const project = await newProject()
    await makeAnswers(server.sql, project.id, shape, crowdOf(5))
    await server.sql`
      insert into crowds (project_id, due_since, locked_until) values (${project.id}, now(), now() + interval '1 hour')`
    for (const { server: one } of [server.running, other]) one.wake('refit')
    await new Promise((resolve) => setTimeout(resolve, 500))
    const refits = async () => (await server.sql`select refit from crowds where project_id = ${project.id}`)[0]?.refit
    expect(await refits()).toBe(0)
    await server.sql`update crowds set locked_until = now() - interval '1 second' where project_id = ${project.id}`
    for (const { server: one } of [server.running, other]) one.wake('refit')
    await expect.poll(refits, { timeout: 20_000 }).toBe(1)
    await new Promise((resolve) => setTimeout(resolve, 1000))
    expect(await refits()).toBe(1)
    await other.close()
  })

  test('every kind of field', async () => {
    const base = { label: '', help: '', required: true }
    const project = await newProject({
      output_spec: [
        { ...base, type: 'input', name: 'animal' },
        { ...base, type: 'number', name: 'legs' },
        { ...base, type: 'rating', name: 'beauty', max: 5 },
        { ...base, type: 'checkbox', name: 'traits', options },
      ],
    })
    await makeAnswers(server.sql, project.id, shape, (task, worker) =>
      worker === 8
        ? { animal: 'none', legs: 99, beauty: 1, traits: ['fox'] }
        : { animal: kinds[task % 3]!, legs: 4, beauty: 4, traits: [kinds[task % 3]!] },
    )
    await refitNow(server.running.server, project.id)
    const [crowd] = await server.sql<{ fields: { field: string; method: string; alpha: number }[] }[]>`
      select fields from crowds where project_id = ${project.id}`
    expect(crowd?.fields.map(({ field, method }) => `${field} ${method}`)).toEqual([
      'animal names',
      'legs median',
      'beauty median',
      'traits hierarchical',
    ])
    const rows = await server.sql<{ worker_id: string; accuracy: number }[]>`
      select accuracy from worker_quality where project_id = ${project.id} order by accuracy`
    expect(rows).toHaveLength(36)
    const [wrong] = await server.sql`
      select count(*)::int as count from results r join tasks t on t.project_id = r.project_id and t.id = r.task_id
      where r.project_id = ${project.id} and (r.fields -> 0 -> 'animal' ->> 'value' <> (array['cat', 'dog', 'fox'])[t.name::int % 3 + 1]
        or r.fields -> 0 -> 'legs' ->> 'value' <> '4')`
    expect(wrong).toEqual({ count: 0 })
  })
})

test('what asks for a refit while one is published gets another one; a published one is due no more', async () => {
  const project = await newProject()
  await makeAnswers(server.sql, project.id, shape, crowdOf(7))
  const crowd = async () =>
    (
      await server.sql<{ refit: number; due: boolean }[]>`
      select refit, due_since is not null as due from crowds where project_id = ${project.id}`
    )[0]
  await server.sql.begin(async (tx) => {
    await tx`
      select from results where project_id = ${project.id} and task_id = (
        select task_id from results where project_id = ${project.id} limit 1) for update`
    await server.sql`insert into crowds (project_id, due_since) values (${project.id}, now())`
    server.running.server.wake('refit')
    await expect.poll(crowd, { timeout: 10_000 }).toEqual({ refit: 1, due: true })
    await server.client.editProject({
      params: { project_id: project.id },
      body: { synonyms: [{ from: 'kitty', to: 'cat' }] },
    })
  })
  await expect.poll(crowd, { timeout: 20_000 }).toEqual({ refit: 2, due: false })
  await new Promise((resolve) => setTimeout(resolve, 500))
  expect(await crowd()).toEqual({ refit: 2, due: false })
})

test('work that comes in is refitted without being asked: at the end, and again when it has grown', async () => {
  const project = await newProject()
  await makeAnswers(server.sql, project.id, shape, crowdOf(6))
  server.running.server.crowds.touch(project.id)
  const answers = async () =>
    (await server.sql`select answers from crowds where project_id = ${project.id}`)[0]?.answers
  await expect.poll(answers, { timeout: 30_000 }).toBe(180)
})

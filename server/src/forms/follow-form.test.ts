import { setTimeout as sleep } from 'node:timers/promises'
import type { OutputField } from '@whisker/api/fields.ts'
import type { ApplyTo, Project, ProjectDraft } from '@whisker/api/project-settings.ts'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { newId } from '../projects/ids.ts'
import { answerNext } from '../testing/answer-task.ts'
import { ask } from '../testing/ask.ts'
import { startTestServer, type TestPerson, type TestServer, textProject } from '../testing/server.ts'

let server: TestServer
beforeAll(async () => {
  server = await startTestServer()
})
afterAll(() => server.close())

const kind = (values: string[], more: Partial<OutputField> = {}): OutputField =>
  ({
    ...{ type: 'radio', name: 'kind', label: 'Kind', help: '', required: true },
    options: values.map((value) => ({ value, label: '' })),
    ...more,
  }) as OutputField
const catDog = [kind(['cat', 'dog'])]
const withBird = [kind(['cat', 'dog', 'bird'])]

async function makeProject(tasks: number, draft: Partial<ProjectDraft> = {}): Promise<Project> {
  const project = await textProject(server.client, { output_spec: catDog, ...draft })
  for (let n = 0; n < tasks; n++)
    await server.client.createTask({ body: { project_id: project.id, task_spec: [{ sentence: `${n}` }] } })
  return project
}

const edit = (project: Project, output_spec: OutputField[], apply_to?: ApplyTo) =>
  server.client.editProject({ params: { project_id: project.id }, body: { output_spec, apply_to } })

const isFollowing = async ({ id }: Project) =>
  (await server.sql`select from projects where id = ${id} and following is not null`).length > 0

async function settled(project: Project): Promise<void> {
  for (let tries = 0; (await isFollowing(project)) && tries < 300; tries++) await sleep(50)
  expect(await isFollowing(project)).toBe(false)
}

/** Where no request is under way when the form is edited: the seconds that such a one is given need not pass. */
async function settledAtOnce(project: Project): Promise<void> {
  await expect
    .poll(async () => {
      await server.sql`
        update projects set updated_at = now() - interval '1 minute'
        where id = ${project.id} and following ->> 'since' is not null`
      server.running.server.wake('forms')
      return isFollowing(project)
    })
    .toBe(false)
}

const tasksOf = async ({ id }: Project) =>
  (await server.client.listTasks({ query: { project_id: id, limit: 1000 } })).data
const versionsOf = async (project: Project) => (await tasksOf(project)).map((task) => task.version)
const take = async (worker: TestPerson, { id }: Project) =>
  (await worker.client.takeAssignments({ body: { project_id: id } })).assignments[0]!
type Hold = Awaited<ReturnType<typeof take>>
const submit = (worker: TestPerson, hold: Hold, values: Record<string, unknown>) =>
  ask(`${server.url}/assignments/${hold.id}/submission`, {
    method: 'PUT',
    key: worker.token,
    json: { token: hold.token, answer: [values] },
  })
const crew = (project: Project, count: number) =>
  Promise.all(Array.from({ length: count }, () => server.makeWorker(project.id)))

describe('C1 an option is added while people work', () => {
  test('C1 tasks without answers take the form by themselves, those with answers keep theirs until it is asked for', async () => {
    const project = await makeProject(3, { min_answers: 2 })
    const [ada, bo] = await crew(project, 2)
    await answerNext(ada!, project.id, { kind: 'cat' })
    await edit(project, withBird)
    await settledAtOnce(project)
    expect((await versionsOf(project)).sort()).toEqual([1, 2, 2])
    const old = (await tasksOf(project)).find((task) => task.version === 1)!
    expect(old).toMatchObject({ answers: 1, status: 'open' })

    await server.client.editProject({ params: { project_id: project.id }, body: { apply_to: 'open' } })
    await settledAtOnce(project)
    expect(await versionsOf(project)).toEqual([2, 2, 2])
    expect(await tasksOf(project)).toContainEqual(
      expect.objectContaining({ id: old.id, answers: 1, answers_wanted: 2 }),
    )
    for (let n = 0; n < 3; n++) await answerNext(bo!, project.id, { kind: n === 0 ? 'bird' : 'cat' })
    expect(await answerNext(bo!, project.id, { kind: 'bird' })).toBeNull()
  })

  test('C1 an answer whose option is gone is set aside, and its worker is asked again', async () => {
    const project = await makeProject(1, { min_answers: 2 })
    const [ada, bo] = await crew(project, 2)
    await answerNext(ada!, project.id, { kind: 'dog' })
    await edit(project, [kind(['cat', 'hound'])], 'open')
    await settledAtOnce(project)
    expect(await tasksOf(project)).toMatchObject([{ version: 2, answers: 0, answers_wanted: 2 }])
    expect(await server.sql`select version, "values" from outdated_answers where project_id = ${project.id}`).toEqual([
      { version: 1, values: [{ kind: 'dog' }] },
    ])
    await answerNext(ada!, project.id, { kind: 'hound' })
    await answerNext(bo!, project.id, { kind: 'hound' })
    expect(await tasksOf(project)).toMatchObject([{ status: 'completed', answers: 2 }])
  })

  test('C1 a finished task is opened again only when that is asked for', async () => {
    const project = await makeProject(2)
    const [ada, bo] = await crew(project, 2)
    await answerNext(ada!, project.id, { kind: 'cat' })
    await answerNext(ada!, project.id, { kind: 'dog' })
    const form = [kind(['cat', 'hound'])]
    await edit(project, form, 'open')
    await settledAtOnce(project)
    expect(await versionsOf(project)).toEqual([1, 1])
    await server.client.editProject({ params: { project_id: project.id }, body: { apply_to: 'misfits' } })
    await settledAtOnce(project)
    expect((await tasksOf(project)).map(({ status, answers, version }) => [status, answers, version]).sort()).toEqual([
      ['completed', 1, 2],
      ['open', 0, 2],
    ])
    await answerNext(ada!, project.id, { kind: 'hound' })
    await edit(project, withBird, 'all')
    await settledAtOnce(project)
    const tasks = await tasksOf(project)
    expect(tasks.map(({ status, version }) => [status, version])).toEqual([
      ['open', 3],
      ['open', 3],
    ])
    expect(tasks.map(({ answers, answers_wanted }) => [answers, answers_wanted]).sort()).toEqual([
      [0, 1],
      [1, 2],
    ])
    while (await answerNext(bo!, project.id, { kind: 'cat' }));
    expect((await tasksOf(project)).every(({ status }) => status === 'completed')).toBe(true)
  })

  test('C1 what differs only for the eye reaches open tasks with answers and who holds them', async () => {
    const project = await makeProject(2, { min_answers: 2 })
    const [ada, bo] = await crew(project, 2)
    await answerNext(ada!, project.id, { kind: 'cat' })
    const held = await take(bo!, project)
    const output_spec = [kind(['dog', 'cat'], { label: 'Which animal?' })]
    await edit(project, output_spec)
    await settledAtOnce(project)
    expect(await versionsOf(project)).toEqual([2, 2])
    const { assignments } = await bo!.client.listAssignments({ query: { project_id: project.id } })
    expect(assignments).toMatchObject([{ id: held.id, version: 2 }])
    expect((await submit(bo!, held, { kind: 'dog' })).status).toBe(200)
  })

  test('C1 tasks that the new inputs do not show keep their form', async () => {
    const project = await makeProject(1)
    await server.client.editProject({
      params: { project_id: project.id },
      body: { input_spec: [{ name: 'phrase', type: 'text' }], output_spec: withBird },
    })
    await settledAtOnce(project)
    expect(await versionsOf(project)).toEqual([1])
    const { client } = await server.makeWorker(project.id)
    const [hold] = (await client.takeAssignments({ body: { project_id: project.id } })).assignments
    expect(hold?.items).toEqual([{ sentence: { type: 'text', text: '0' } }])
  })
})

describe('C1 an assignment that was taken before the edit', () => {
  test('C1 an answer that is good in both counts in the new form', async () => {
    const project = await makeProject(1)
    const worker = await server.makeWorker(project.id)
    const held = await take(worker, project)
    await edit(project, withBird)
    await settledAtOnce(project)
    const { assignments } = await worker.client.listAssignments({ query: { project_id: project.id } })
    expect(assignments).toMatchObject([{ id: held.id, version: 1 }])
    expect((await submit(worker, held, { kind: 'cat' })).status).toBe(200)
    expect((await submit(worker, held, { kind: 'cat' })).status).toBe(200)
    expect(await tasksOf(project)).toMatchObject([{ status: 'completed', version: 2, answers: 1 }])
  })

  test('C1 an answer that is good only in the old one lets its task keep the old one', async () => {
    const project = await makeProject(1, { min_answers: 2 })
    const worker = await server.makeWorker(project.id)
    const held = await take(worker, project)
    await edit(project, [kind(['cat', 'hound']), { ...kind(['1']), name: 'legs' } as OutputField])
    await settledAtOnce(project)
    expect(await versionsOf(project)).toEqual([2])
    expect((await submit(worker, held, { kind: 'bear' })).problem).toMatchObject({
      status: 422,
      errors: [{ pointer: '/answer/0/kind', detail: 'must be one of: cat, dog.' }],
    })
    expect((await submit(worker, held, { kind: 'dog' })).status).toBe(200)
    expect(await tasksOf(project)).toMatchObject([{ status: 'open', version: 1, answers: 1 }])
  })

  test('C1 when others have answered the new form it is kept, and its worker is asked again', async () => {
    const project = await makeProject(1, { min_answers: 2 })
    const [ada, bo] = await crew(project, 2)
    const held = await take(ada!, project)
    await edit(project, [kind(['cat', 'hound'])])
    await settledAtOnce(project)
    await answerNext(bo!, project.id, { kind: 'hound' })
    for (let retry = 0; retry < 2; retry++) {
      const { problem } = await submit(ada!, held, { kind: 'dog' })
      expect(problem).toMatchObject({ status: 410, code: 'gone' })
      expect(problem.detail).toContain('asked again in the new form')
    }
    expect(await server.sql`select "values" from outdated_answers where project_id = ${project.id}`).toHaveLength(1)
    await answerNext(ada!, project.id, { kind: 'hound' })
    expect(await tasksOf(project)).toMatchObject([{ status: 'completed', version: 2, answers: 2 }])
  })

  test('C1 a field that the new form has no more is left out, and a retry gets the same receipt', async () => {
    const note = { ...kind(['x', 'y']), name: 'note', required: false } as OutputField
    const project = await makeProject(1, { output_spec: [...catDog, note] })
    const worker = await server.makeWorker(project.id)
    const held = await take(worker, project)
    await edit(project, catDog)
    await settledAtOnce(project)
    const answers = [
      await submit(worker, held, { kind: 'cat', note: 'x' }),
      await submit(worker, held, { kind: 'cat', note: 'x' }),
    ]
    expect(answers.map(({ status }) => status)).toEqual([200, 200])
    expect(answers[0]?.json).toEqual(answers[1]?.json)
  })
})

test('C1 an own answer stands once the form is another one, whatever its task does', async () => {
  const note = { ...kind(['x', 'y']), name: 'note', required: false } as OutputField
  const project = await makeProject(1, { output_spec: [...catDog, note], min_answers: 2 })
  const worker = await server.makeWorker(project.id)
  const id = await answerNext(worker, project.id, { kind: 'cat', note: 'x' })
  await edit(project, withBird, 'open')
  await settledAtOnce(project)
  const own = await worker.client.listOwnAnswers({ query: { project_id: project.id } })
  expect(own.data).toMatchObject([{ version: 1, may_edit: false, items: null }])
  await expect(
    worker.client.changeAnswer({ params: { assignment_id: id! }, body: { answer: [{ kind: 'bird' }] } }),
  ).rejects.toMatchObject({ code: 'too_late' })
})

test('F13 those who hold gold get new words when everybody else does, and their answers are as good', async () => {
  const project = await makeProject(4)
  const [a, b] = await tasksOf(project)
  for (const task of [a, b])
    await server.client.markGold({ params: { task_id: task!.id }, body: { answer: [{ kind: 'cat' }] } })
  const held = []
  for (const { id } of await tasksOf(project)) {
    const worker = await server.makeWorker(project.id)
    const hold = { id: newId(project.id), token: 'secret' }
    await server.sql`
      with task as (update tasks set active = 1 where id = ${id})
      insert into assignments (project_id, id, task_id, worker_id, token, version, deadline, max_deadline)
      values (${project.id}, ${hold.id}, ${id}, ${worker.id}, ${hold.token}, 1, now() + interval '1 hour', now() + interval '1 hour')`
    held.push({ worker, hold })
  }
  await edit(project, [{ ...kind(['cat', 'dog']), label: 'Kind of animal' } as OutputField])
  await settled(project)
  for (const { worker } of held) {
    const { assignments } = await worker.client.listAssignments({ query: { project_id: project.id } })
    expect(assignments).toMatchObject([{ version: 2 }])
  }
  await edit(project, [kind(['cat', 'hound'])])
  await settled(project)
  for (const { worker, hold } of held) {
    const { assignments } = await worker.client.listAssignments({ query: { project_id: project.id } })
    expect(assignments).toMatchObject([{ version: 2 }])
    const body = { token: hold.token, answer: [{ kind: 'dog' }] }
    expect(await worker.client.submitAssignment({ params: { assignment_id: hold.id }, body })).toMatchObject({
      state: 'counted',
    })
  }
})

describe('F13 what stands of a worker’s own answers after a change of the form tells nothing of gold', () => {
  test.each([
    { apply_to: 'unanswered', min_answers: 2, kept: true },
    { apply_to: 'open', min_answers: 2, kept: false },
    { apply_to: 'open', min_answers: 1, kept: true },
    { apply_to: 'misfits', min_answers: 2, kept: false },
    { apply_to: 'misfits', min_answers: 1, kept: false },
    { apply_to: 'all', min_answers: 1, kept: false },
  ] as const)('F13 $apply_to, $min_answers wanted', async ({ apply_to, min_answers, kept }) => {
    const project = await makeProject(6, { min_answers, skill_floor: null })
    const [a, b, c] = await tasksOf(project)
    // What is known of the last one does not fit the newer form.
    for (const [task, right] of [
      [a, 'cat'],
      [b, 'cat'],
      [c, 'dog'],
    ] as const)
      await server.client.markGold({ params: { task_id: task!.id }, body: { answer: [{ kind: right }] } })
    const worker = await server.makeWorker(project.id)
    for (const answer of ['dog', 'cat']) {
      for (const dice of answer === 'dog' ? [0, 0, 0.999, 0.999] : [0, 0.999]) {
        vi.spyOn(Math, 'random').mockReturnValue(dice)
        await answerNext(worker, project.id, { kind: answer })
        vi.restoreAllMocks()
      }
    }
    const own = async () => {
      const { data } = await worker.client.listOwnAnswers({ query: { project_id: project.id } })
      const rows = await server.sql<{ id: string; gold: boolean }[]>`
        select a.id, t.gold from assignments a join tasks t on t.project_id = a.project_id and t.id = a.task_id
        where a.project_id = ${project.id} and a.worker_id = ${worker.id}`
      const isGold = new Map(rows.map(({ id, gold }) => [id, gold]))
      const shown = data.map(({ assignment_id, items, values, submitted_at: _, ...answer }) => ({
        gold: isGold.get(assignment_id),
        seen: JSON.stringify([answer.version, answer.state, answer.may_edit, values, items !== null]),
      }))
      const of = (gold: boolean) =>
        shown
          .filter((one) => one.gold === gold)
          .map(({ seen }) => seen)
          .sort()
      return [of(true), of(false)]
    }
    expect((await own())[0]).toHaveLength(3)
    await edit(project, [kind(['cat', 'hound'])], apply_to)
    await settledAtOnce(project)
    const [gold, ordinary] = await own()
    expect(gold).toEqual(ordinary)
    expect(gold).toHaveLength(kept ? 3 : 1)
    const counted = await server.sql<{ wrong: number }[]>`
      select count(*)::int as wrong from tasks t where t.project_id = ${project.id} and t.answered <> (
        select count(*) from answers n where n.project_id = t.project_id and n.task_id = t.id and n.state = 'counted')`
    expect(counted[0]?.wrong).toBe(0)
    // A score without its answer counts no longer.
    const listed = (await server.client.listGold({ params: { project_id: project.id } })).data
    expect(listed.reduce((sum, { scored }) => sum + scored, 0)).toBe(kept ? 3 : 1)
  })
})

test('C1 gold takes the form when its known answer fits, and practice as well', async () => {
  const project = await makeProject(4)
  const [a, b, c] = await tasksOf(project)
  const gold = (id: string, answer: string, training = false) =>
    server.client.markGold({ params: { task_id: id }, body: { answer: [{ kind: answer }], training } })
  await gold(a!.id, 'cat')
  await gold(b!.id, 'dog')
  await gold(c!.id, 'cat', true)
  const params = { project_id: project.id }
  expect(await server.client.previewEdit({ params, body: { output_spec: [kind(['cat', 'hound'])] } })).toMatchObject({
    version: 2,
    change: 'answers',
    unanswered: 1,
    gold: { fitting: 2, misfits: 1 },
  })
  await edit(project, [kind(['cat', 'hound'])])
  await settledAtOnce(project)
  const now = new Map((await tasksOf(project)).map((task) => [task.id, task.version]))
  expect([a, b, c].map((task) => now.get(task!.id))).toEqual([2, 1, 2])
  expect((await server.client.readProject({ params })).training_tasks).toBe(1)
})

test('C1 the preview tells how many tasks follow, and changes nothing', async () => {
  const project = await makeProject(5, { min_answers: 2 })
  const [ada, bo] = await crew(project, 2)
  for (const value of ['cat', 'dog']) await answerNext(ada!, project.id, { kind: value })
  await answerNext(bo!, project.id, { kind: 'cat' })
  await take(bo!, project)
  const params = { project_id: project.id }
  expect(await server.client.previewEdit({ params, body: { output_spec: [kind(['cat', 'hound'])] } })).toEqual({
    ...{ version: 2, change: 'answers', unanswered: 3, held: 1, removed_fields: [], keep_form: 0 },
    ...{ answered: { fitting: 0, misfits: 1 }, needs_review: { fitting: 0, misfits: 0 } },
    ...{ completed: { fitting: 1, misfits: 0 }, gold: { fitting: 0, misfits: 0 } },
    ...{ answers: { fitting: 2, misfits: 1 }, looked_at: 2, complete: true },
  })
  const words = await server.client.previewEdit({
    params,
    body: { output_spec: [kind(['cat', 'dog'], { help: 'Look' })] },
  })
  expect(words).toMatchObject({ change: 'words', unanswered: 3, answered: { fitting: 1, misfits: 0 } })
  expect(await server.client.previewEdit({ params, body: {} })).toMatchObject({
    version: 1,
    change: 'none',
    unanswered: 0,
  })
  expect((await server.client.readProject({ params })).version).toBe(1)
  const refused = await ask(`${server.url}/projects/${project.id}/edit-preview`, {
    key: server.key,
    json: { output_spec: [{ name: 'x', type: 'input', pattern: '(' }] },
  })
  expect(refused.problem.errors?.[0]?.code).toBe('invalid_pattern')
})

test('C1 a stream that began with the form of before: its tasks follow as well', async () => {
  const project = await makeProject(0)
  let next = () => {}
  const body = new ReadableStream<Uint8Array>({
    async start(controller) {
      const line = (n: number) =>
        controller.enqueue(Buffer.from(`${JSON.stringify({ task_spec: [{ sentence: `${n}` }] })}\n`))
      for (let n = 0; n < 600; n++) line(n)
      await new Promise<void>((resolve) => (next = resolve))
      for (let n = 600; n < 700; n++) line(n)
      controller.close()
    },
  })
  const sent = ask(`${server.url}/tasks/bulk?project_id=${project.id}`, {
    key: server.key,
    headers: { 'content-type': 'application/x-ndjson' },
    body,
  })
  await sleep(500)
  await edit(project, withBird)
  await settled(project)
  next()
  expect((await sent).status).toBe(200)
  await settled(project)
  expect(
    await server.sql`select version, count(*)::int from tasks where project_id = ${project.id} group by version`,
  ).toEqual([{ version: 2, count: 700 }])
})

test('C1 nobody is told that nothing is left while tasks follow, and a server that dies is followed by another', async () => {
  const project = await makeProject(0, { min_answers: 1, assignment_seconds: 600 })
  const lines = Array.from({ length: 3000 }, (_, n) => JSON.stringify({ task_spec: [{ sentence: `${n}` }] })).join('\n')
  await ask(`${server.url}/tasks/bulk?project_id=${project.id}`, {
    key: server.key,
    headers: { 'content-type': 'application/x-ndjson' },
    body: lines,
  })
  const workers = await crew(project, 4)
  const other = await server.startAnother()
  await edit(project, withBird)
  const close = other.close()
  let taken = 0
  await Promise.all(
    workers.map(async (worker) => {
      for (let n = 0; n < 40; n++) {
        const hold = await take(worker, project)
        expect((await submit(worker, hold, { kind: 'cat' })).status).toBe(200)
        taken++
      }
    }),
  )
  expect(taken).toBe(160)
  await close
  await settled(project)
  expect(await server.sql`select from tasks where project_id = ${project.id} and answered = 0 and version = 1`).toEqual(
    [],
  )
})

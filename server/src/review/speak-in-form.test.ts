import type { InputField, OutputField } from '@whisker/api/fields.ts'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { answerNext } from '../testing/answer-task.ts'
import { ask } from '../testing/ask.ts'
import { startTestServer, type TestServer, textProject } from '../testing/server.ts'

let server: TestServer
beforeAll(async () => {
  server = await startTestServer()
})
afterAll(() => server.close())

const kind = (...values: string[]): OutputField => ({
  ...{ type: 'radio', name: 'kind', label: 'Kind', help: '', required: true },
  options: values.map((value) => ({ value, label: '' })),
})
const colour: OutputField = { type: 'input', name: 'colour', label: 'Colour', help: '', required: false }

/** A task that was completed with "dog" before the form was another one: `dog` went, `hound` and a colour came. */
async function answeredBefore(more: { input_spec?: InputField[]; dropped?: OutputField } = {}) {
  const project = await textProject(server.client, {
    output_spec: [kind('cat', 'dog'), ...(more.dropped ? [more.dropped] : [])],
  })
  const { id } = await server.client.createTask({ body: { project_id: project.id, task_spec: [{ sentence: 'wuff' }] } })
  await answerNext(await server.makeWorker(project.id), project.id, { kind: 'dog' })
  await server.client.editProject({
    params: { project_id: project.id },
    body: { output_spec: [kind('cat', 'hound'), colour], ...(more.input_spec && { input_spec: more.input_spec }) },
  })
  const params = { task_id: id }
  return { project, params, task: await server.client.readTask({ params }) }
}

const correct = (params: { task_id: string }, result: Record<string, unknown>) =>
  server.client.correctTask({ params, body: { result: [result] } })
const valuesOf = (result: Record<string, { value: unknown }> | undefined) =>
  Object.fromEntries(Object.entries(result ?? {}).map(([name, { value }]) => [name, value]))

describe('C1 a requester speaks of a task in the form of today', () => {
  test('C1 a correction is said in it, the task takes it, exports say so, and undoing gives the form of before back', async () => {
    const { project, params, task } = await answeredBefore()
    expect(task).toMatchObject({ version: 1, status: 'completed' })
    const done = await correct(params, { kind: 'hound', colour: 'brown' })
    expect(done).toMatchObject({ version: 2, status: 'completed', method: 'reviewer' })
    expect(valuesOf(done.result?.[0])).toEqual({ kind: 'hound', colour: 'brown' })
    expect(done.result?.[0]?.kind?.votes).toEqual([{ value: 'dog', count: 1 }])
    const csv = await ask(`${server.url}/projects/${project.id}/results?format=csv`, { key: server.key })
    expect(csv.text).toContain('hound')
    // A second correction is undone to what was before the first.
    expect(await correct(params, { kind: 'cat' })).toMatchObject({ version: 2 })
    expect(await server.client.undoCorrection({ params })).toEqual(task)
  })

  test('C1 what the form has no more is refused by name, whatever form the task was answered in', async () => {
    const { params, task } = await answeredBefore()
    await expect(correct(params, { kind: 'dog' })).rejects.toMatchObject({
      problem: { status: 422, errors: [{ pointer: '/result/0/kind', code: 'unknown_option' }] },
    })
    expect(await server.client.readTask({ params })).toEqual(task)
  })

  test('C1 a task that the inputs of today do not show keeps its form, and is spoken of in it', async () => {
    const picture: InputField = { name: 'photo', type: 'image', label: '', required: true }
    const { params } = await answeredBefore({ input_spec: [picture] })
    await expect(correct(params, { kind: 'hound' })).rejects.toMatchObject({ code: 'invalid' })
    const done = await correct(params, { kind: 'cat' })
    expect(done).toMatchObject({ version: 1, method: 'reviewer' })
  })

  test('C1 a form that changes while the correction is being written: it is checked by the newer one', async () => {
    const { project, params } = await answeredBefore()
    const { sql } = server.running.server
    const begin = sql.begin.bind(sql)
    const held = begin(async (tx) => {
      await tx`select from tasks where id = ${params.task_id} for update`
      const waiting = correct(params, { kind: 'hound' }).then(
        () => 'taken',
        (error: { code: string }) => error.code,
      )
      await expect
        .poll(
          async () =>
            // Not by the transaction: it would see who is at work as it was when it first looked.
            (
              await server.sql`select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`
            ).length,
        )
        .toBeGreaterThan(0)
      // As the loop does it (move-answered.ts): the task is in the third form when the correction gets its row.
      await server.client.editProject({
        params: { project_id: project.id },
        body: { output_spec: [kind('cat', 'whelp')] },
      })
      await tx`update tasks set version = 3 where id = ${params.task_id}`
      return { waiting }
    })
    expect(await (await held).waiting).toBe('invalid')
    expect(await server.client.readTask({ params })).toMatchObject({ version: 3, corrected_at: null })
  })

  test('C1 gold: what is right is said in it, by hand and as CSV, so that the task can be shown', async () => {
    const { project, params } = await answeredBefore()
    const mark = (value: string) => server.client.markGold({ params, body: { answer: [{ kind: value }] } })
    await expect(mark('dog')).rejects.toMatchObject({
      problem: { errors: [{ pointer: '/answer/0/kind', code: 'unknown_option' }] },
    })
    await mark('hound')
    expect(await server.client.readTask({ params })).toMatchObject({ gold: true, version: 2 })
    const worker = await server.makeWorker(project.id)
    await server.client.createTask({ body: { project_id: project.id, task_spec: [{ sentence: 'miaow' }] } })
    vi.spyOn(Math, 'random').mockReturnValue(0)
    const { assignments } = await worker.client
      .takeAssignments({ body: { project_id: project.id } })
      .finally(() => vi.restoreAllMocks())
    expect(assignments[0]?.items[0]?.sentence).toMatchObject({ text: 'wuff' })

    const other = await answeredBefore()
    const file = async (value: string) => {
      const reply = await ask(`${server.url}/projects/${other.project.id}/gold-imports`, {
        method: 'POST',
        key: server.key,
        headers: { 'content-type': 'text/csv' },
        body: `task_id,kind\n${other.params.task_id},${value}\n`,
      })
      return reply.text
    }
    expect(await file('dog')).toContain('unknown_option')
    expect(await file('hound')).toContain('"marked"')
    expect(await server.client.readTask({ params: other.params })).toMatchObject({ gold: true, version: 2 })
  })

  test('C1 gold: what all agreed on is promoted if it fits, without what the form has no more', async () => {
    const project = await textProject(server.client, { output_spec: [kind('cat', 'dog'), colour], min_answers: 5 })
    for (const sentence of ['wuff', 'miaow'])
      await server.client.createTask({ body: { project_id: project.id, task_spec: [{ sentence }] } })
    const workers = await Promise.all([0, 1, 2, 3, 4].map(() => server.makeWorker(project.id)))
    for (const value of ['dog', 'cat'])
      for (const worker of workers) await answerNext(worker, project.id, { kind: value, colour: 'red' })
    // As sure as a crowd that is known makes it; these five are strangers.
    await server.sql`
      update results set fields = jsonb_set(jsonb_set(fields, '{0,kind,confidence}', '0.99'), '{0,colour,confidence}', '0.99')
      where project_id = ${project.id}`
    await server.client.editProject({
      params: { project_id: project.id },
      body: { output_spec: [kind('cat', 'hound')] },
    })
    const { promoted } = await server.client.promoteGold({ params: { project_id: project.id }, body: { wanted: 2 } })
    expect(promoted).toBe(1)
    const { data } = await server.client.listGold({ params: { project_id: project.id } })
    expect(data).toMatchObject([{ version: 2, answer: [{ kind: 'cat' }] }])

    // Nor is one that today's inputs do not show: nobody would be given it.
    await server.client.unmarkGold({ params: { task_id: data[0]!.task_id } })
    await server.sql`
      update results set fields = jsonb_set(fields, '{0,kind,confidence}', '0.99') where project_id = ${project.id}`
    await server.client.editProject({
      params: { project_id: project.id },
      body: { input_spec: [{ name: 'photo', type: 'image' }] },
    })
    const again = await server.client.promoteGold({ params: { project_id: project.id }, body: { wanted: 2 } })
    expect(again.promoted).toBe(0)
  })
})

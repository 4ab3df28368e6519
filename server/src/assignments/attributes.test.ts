import type { Box } from '@whisker/api/kinds/schema/boxes.ts'
import type { SmallValues } from '@whisker/api/kinds/schema/small-field.ts'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { draw } from '../assets/picture.fixture.ts'
import { unzip } from '../exports/unzip.fixture.ts'
import { answerNext } from '../testing/answer-task.ts'
import { ask } from '../testing/ask.ts'
import { startTestServer, type TestServer } from '../testing/server.ts'

let server: TestServer
let photo: string
beforeAll(async () => {
  server = await startTestServer()
  photo = `data:image/png;base64,${(await draw().png().toBuffer()).toString('base64')}`
})
afterAll(() => server.close())

const pose = { name: 'pose', type: 'radio', options: [{ value: 'standing' }, { value: 'lying' }] }
const hurt = { name: 'hurt', type: 'checkbox', required: false, options: [{ value: 'yes' }] }
const animals = { name: 'animals', type: 'boxes', options: [{ value: 'cat' }], attributes: [pose, hurt] }
const box = (x: number, attributes: SmallValues = { pose: 'lying' }): Box => ({
  ...{ label: 'cat', x, y: 2, width: 12, height: 10 },
  attributes,
})

async function begin(more: object = {}) {
  const project = await server.client.createProject({
    body: {
      ...{ title: 'Who lies where', min_answers: 3 },
      input_spec: [
        { name: 'photo', type: 'image' },
        { name: 'note', type: 'text', required: false },
      ],
      ...{ output_spec: [animals], ...more },
    } as never,
  })
  const send = (task: object = {}, note = 'x') =>
    server.client.createTask({ body: { project_id: project.id, task_spec: [{ photo, note }], ...task } as never })
  const answer = async (said: unknown) =>
    answerNext(await server.makeWorker(project.id), project.id, { animals: said } as never)
  return { project, send, answer }
}

test('three people: each box with what they say of it, in the API, in lines, in a table, in COCO', async () => {
  const { project, send, answer } = await begin()
  const task = await send()
  await answer([box(2, { pose: 'lying', hurt: ['yes'] }), box(30)])
  await answer([box(3, { hurt: ['yes'], pose: 'lying' }), box(31, { pose: 'standing' })])
  await answer([box(4, { pose: 'lying', hurt: ['yes'] }), box(32)])
  const params = { task_id: task.id }
  const read = await server.client.readTask({ params })
  const { value, objects } = read.result![0]!.animals!
  expect(value).toEqual([box(3, { pose: 'lying', hurt: ['yes'] }), box(31)])
  const [sure, unsure] = objects!.map(({ attributes }) => attributes!.pose!)
  expect(sure).toBeGreaterThan(unsure!)
  const explained = await server.client.readExplanation({ params })
  expect(JSON.stringify(explained)).toContain('standing')
  const exported = async (format: string) =>
    (await ask(`${server.url}/projects/${project.id}/results?format=${format}`, { key: server.key })).text
  await expect.poll(() => exported('jsonl')).toContain('"attributes"')
  const { result } = JSON.parse((await exported('jsonl')).trim())
  expect(result[0].animals).toMatchObject({ value, objects: [{ attributes: { pose: sure } }, {}] })
  const [, cell] = /"(\[.+\])"/.exec(await exported('csv')) ?? []
  expect(JSON.parse(cell!.replaceAll('""', '"'))).toEqual(value)
  const zip = await fetch(`${server.url}/projects/${project.id}/export?format=coco&with_pictures=false`, {
    headers: { authorization: server.key },
  })
  const coco = JSON.parse(
    unzip(Buffer.from(await zip.arrayBuffer()))
      .get('annotations.json')!
      .toString(),
  )
  expect(coco.annotations.map((one: { attributes: unknown }) => one.attributes)).toEqual([
    { pose: 'lying', hurt: ['yes'] },
    { pose: 'lying' },
  ])
})

describe('what no form takes', () => {
  test('is refused where it is, and nothing of it is kept', async () => {
    const { project, send } = await begin()
    await send()
    const worker = await server.makeWorker(project.id)
    const [held] = (await worker.client.takeAssignments({ body: { project_id: project.id } })).assignments
    const submit = (said: unknown) =>
      worker.client.submitAssignment({
        params: { assignment_id: held!.id },
        body: { token: held!.token, answer: [{ animals: said }] as never },
      })
    const refused = (pointer: string, code: string) => ({ problem: { status: 422, errors: [{ pointer, code }] } })
    const { attributes: _, ...bare } = box(2)
    await expect(submit([box(2), bare])).rejects.toMatchObject(
      refused('/answer/0/animals/1/attributes/pose', 'required'),
    )
    await expect(submit([box(2, { pose: 'flying' })])).rejects.toMatchObject(
      refused('/answer/0/animals/0/attributes/pose', 'unknown_option'),
    )
    await expect(submit([box(2, { pose: 'lying', age: 1 })])).rejects.toMatchObject(
      refused('/answer/0/animals/0/attributes', 'unknown_field'),
    )
    expect(await server.sql`select from answers where project_id = ${project.id}`).toHaveLength(0)
    await submit([box(2)])
  })

  test('is refused as a correction, too; what is good is the result', async () => {
    const { send, answer } = await begin()
    const task = await send()
    for (let n = 0; n < 3; n++) await answer([box(2)])
    const params = { task_id: task.id }
    const correct = (said: unknown) =>
      server.client.correctTask({ params, body: { result: [{ animals: said }] } as never })
    await expect(correct([box(2, { pose: 'x' })])).rejects.toMatchObject({
      problem: { errors: [{ pointer: '/result/0/animals/0/attributes/pose' }] },
    })
    await correct([box(2, { pose: 'standing' })])
    const { result } = await server.client.readTask({ params })
    expect(result![0]!.animals!.value).toEqual([box(2, { pose: 'standing' })])
  })
})

test('gold: a box that was found with a wrong attribute is worth a part of one', async () => {
  const { project, send } = await begin()
  await send({ gold: [{ animals: [box(2, { pose: 'lying', hurt: ['yes'] })] }] })
  await send({}, 'ordinary')
  // The dice always say gold.
  vi.spyOn(Math, 'random').mockReturnValue(0)
  const worker = await server.makeWorker(project.id)
  await answerNext(worker, project.id, { animals: [box(3, { pose: 'lying' })] } as never)
  vi.restoreAllMocks()
  const [score] = await server.sql`select fields, share from gold_scores where project_id = ${project.id}`
  expect(score!.share).toBeCloseTo(2 / 3, 5)
  expect(score!.fields.animals.slice(1)).toEqual([1, 1, 0, 0])
})

test('a form that asks for one more: answers stay where it may be left out', async () => {
  const { project, send, answer } = await begin({ min_answers: 2 })
  const task = await send()
  await answer([box(2)])
  const tag = { name: 'tag', type: 'input', required: false }
  await server.client.editProject({
    params: { project_id: project.id },
    body: { output_spec: [{ ...animals, attributes: [pose, tag] }], apply_to: 'open' } as never,
  })
  const task_id = task.id
  await expect.poll(async () => (await server.client.readTask({ params: { task_id } })).version).toBe(2)
  await answer([box(2, { pose: 'lying', tag: 'A7' })])
  const read = async () => (await server.client.readTask({ params: { task_id } })).result?.[0]?.animals?.value
  await expect.poll(read).toMatchObject([{ label: 'cat', attributes: { pose: 'lying' } }])
})

test('what a refit learns of them is kept, and read again', async () => {
  const { project, send, answer } = await begin({ min_answers: 1, max_answers: 1 })
  for (let n = 0; n < 22; n++) await send({}, `${n}`)
  for (let n = 0; n < 22; n++) await answer([box(2, { pose: n % 2 === 0 ? 'lying' : 'standing' })])
  const parts = async () =>
    (await server.sql`select about from crowd_models where project_id = ${project.id}`).flatMap(
      ({ about }) => about.of ?? [],
    )
  await expect.poll(parts, { timeout: 25_000 }).toEqual(expect.arrayContaining(['pose', 'hurt']))
}, 60_000)

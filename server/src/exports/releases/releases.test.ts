import { createHash } from 'node:crypto'
import type { Project } from '@whisker/api/project-settings.ts'
import type { ManifestLine, Release, ReleaseChange } from '@whisker/api/releases.ts'
import type { ResultRow } from '@whisker/api/results.ts'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { answerNext } from '../../testing/answer-task.ts'
import { ask } from '../../testing/ask.ts'
import { startTestServer, type TestPerson, type TestServer, textProject } from '../../testing/server.ts'
import { makeDataset } from '../datasets.fixture.ts'
import { makeResults } from '../results.fixture.ts'
import { unzip } from '../unzip.fixture.ts'

let server: TestServer
beforeAll(async () => {
  server = await startTestServer()
})
afterAll(() => server.close())

const sha256 = (text: string | Buffer) => createHash('sha256').update(text).digest('hex')
const make = (projectId: number, name: string, more: object = {}): Promise<Release> =>
  server.client.createRelease({ params: { project_id: projectId }, body: { name, ...more } })
const at = (projectId: number, path: string) => `${server.url}/projects/${projectId}${path}`
const get = (projectId: number, path: string) => ask(at(projectId, path), { key: server.key })
const linesOf = <T>(text: string) =>
  text
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as T)
const changes = async (projectId: number, number: number, query = '') =>
  linesOf<ReleaseChange>((await get(projectId, `/releases/${number}/changes${query}`)).text)

async function bytesOf(projectId: number, query: string): Promise<Buffer> {
  const response = await fetch(at(projectId, `/export?${query}`), { headers: { authorization: server.key } })
  expect(response.status).toBe(200)
  return Buffer.from(await response.arrayBuffer())
}

type Made = { project: Project; worker: TestPerson; ids: string[] }

async function animals(sentences: string[]): Promise<Made> {
  const project = await textProject(server.client, { min_answers: 1, max_answers: 1 })
  const worker = await server.makeWorker(project.id)
  const ids: string[] = []
  for (const sentence of sentences) {
    const body = { project_id: project.id, name: sentence, task_spec: [{ sentence }] }
    ids.push((await server.client.createTask({ body })).id)
    await answerNext(worker, project.id, { animal: sentence })
  }
  return { project, worker, ids }
}

const correct = (taskId: string, animal: string) =>
  server.client.correctTask({ params: { task_id: taskId }, body: { result: [{ animal }] } as never })

test('a release is what the results were, byte for byte, whatever is said and deleted afterwards', async () => {
  const { project, ids } = await animals(['cat', 'dog', 'é "bird"'])
  const live = await bytesOf(project.id, 'format=jsonl')
  const release = await make(project.id, 'First', { notes: 'For the paper' })
  expect(release).toMatchObject({
    ...{ number: 1, name: 'First', notes: 'For the paper', likely: false, tasks: 3, answers: 3, workers: 1 },
    answers_per_task: { min: 1, mean: 1, max: 1 },
    methods: { model: 3 },
    since_previous: null,
  })
  const kept = await bytesOf(project.id, 'format=jsonl&release=1')
  expect(kept.toString()).toBe(live.toString())
  expect(sha256(kept)).toBe(release.jsonl_sha256)
  const csv = await bytesOf(project.id, 'format=csv&release=1')
  expect(csv.equals(await bytesOf(project.id, 'format=csv'))).toBe(true)

  await correct(ids[0]!, 'lynx')
  await server.client.deleteTask({ params: { task_id: ids[1]! } })
  expect((await bytesOf(project.id, 'format=jsonl')).equals(live)).toBe(false)
  expect((await bytesOf(project.id, 'format=jsonl&release=1')).equals(live)).toBe(true)
  expect((await bytesOf(project.id, 'format=csv&release=1')).equals(csv)).toBe(true)
  expect(JSON.parse((await bytesOf(project.id, 'format=json&release=1')).toString())).toHaveLength(3)
})

test('what has changed between releases is told, task by task', async () => {
  const { project, worker, ids } = await animals(['cat', 'dog', 'bird'])
  const first = await make(project.id, '1')
  await correct(ids[0]!, 'lynx')
  await server.client.deleteTask({ params: { task_id: ids[1]! } })
  const body = { project_id: project.id, name: 'fox', task_spec: [{ sentence: 'fox' }] }
  const fox = (await server.client.createTask({ body })).id
  await answerNext(worker, project.id, { animal: 'fox' })
  const second = await make(project.id, '2')
  expect(second.since_previous).toEqual({ added: 1, removed: 1, changed: 1 })
  const told = await changes(project.id, 2)
  expect(told.map(({ task_id, change }) => [task_id, change])).toEqual(
    [
      [ids[0], 'changed'],
      [ids[1], 'removed'],
      [fox, 'added'],
    ].sort(),
  )
  const lynx = told.find(({ change }) => change === 'changed')!
  expect(lynx.what).toEqual(expect.arrayContaining(['result', 'answers']))
  expect(lynx.what).not.toContain('task')
  expect([lynx.before, lynx.after].map((row) => row?.result?.[0]?.animal?.value)).toEqual(['cat', 'lynx'])
  // The other way round, and against itself.
  expect((await changes(project.id, 1, '?since=2')).map(({ change }) => change).sort()).toEqual([
    'added',
    'changed',
    'removed',
  ])
  expect(await changes(project.id, 2, '?since=2')).toEqual([])
  expect(await changes(project.id, 1)).toHaveLength(3)
  const third = await make(project.id, '3')
  expect([third.digest, third.since_previous]).toEqual([second.digest, { added: 0, removed: 0, changed: 0 }])
  expect(third.digest).not.toBe(first.digest)
})

test('its manifest has a hash of each row, and the hashes of its pictures', async () => {
  const project = await makeDataset(server)
  const release = await make(project.id, 'Pictures')
  expect(release).toMatchObject({ tasks: 13, pictures: 13, agreement: {} })
  const manifest = linesOf<ManifestLine>((await get(project.id, '/releases/1/manifest')).text)
  const rows = (await bytesOf(project.id, 'format=jsonl&release=1')).toString().trimEnd().split('\n')
  expect(manifest.map((line) => line.sha256)).toEqual(rows.map((row) => sha256(row)))
  const sent = rows.map((row) => (JSON.parse(row) as ResultRow).task_spec[0]?.photo)
  expect(manifest.map(({ pictures }) => `asset:${pictures}`)).toEqual(sent)
  const archive = await bytesOf(project.id, 'format=coco&release=1')
  await correct(manifest[0]!.task_id, [] as never).catch(() => {})
  await server.client.deleteTask({ params: { task_id: manifest[1]!.task_id } })
  expect((await bytesOf(project.id, 'format=coco&release=1')).equals(archive)).toBe(true)
  const other = await bytesOf(project.id, 'format=coco')
  expect(other.length).toBeLessThan(archive.length)
}, 60_000)

test('many rows stand in several parts, and are read back in their order', async () => {
  const project = await textProject(server.client)
  await makeResults(server.sql, project.id, 5000)
  const live = await bytesOf(project.id, 'format=jsonl')
  await make(project.id, 'Large')
  const [{ parts, packed } = { parts: 0, packed: 0 }] = await server.sql<{ parts: number; packed: number }[]>`
    select count(*)::int as parts, sum(length(packed))::int as packed from release_parts where project_id = ${project.id}`
  expect(parts).toBeGreaterThan(1)
  expect(packed).toBeLessThan(live.length / 3)
  expect((await bytesOf(project.id, 'format=jsonl&release=1')).equals(live)).toBe(true)
})

test('two that are made at once get two numbers, and a number that was deleted is not given again', async () => {
  const { project } = await animals(['cat'])
  const made = await Promise.all(['a', 'b'].map((name) => make(project.id, name)))
  expect(made.map(({ number }) => number).sort()).toEqual([1, 2])
  expect((await make(project.id, 'c')).number).toBe(3)
  const params = { project_id: project.id, number: 3 }
  await server.client.deleteRelease({ params })
  for (const path of ['/releases/3', '/releases/3/manifest', '/releases/3/changes', '/releases/3/croissant'])
    expect((await get(project.id, path)).status, path).toBe(404)
  expect((await get(project.id, '/export?format=jsonl&release=3')).status).toBe(404)
  expect((await get(project.id, '/export?format=coco&release=3')).status).toBe(404)
  const [left] = await server.sql`
    select name, facts, (select count(*)::int from release_parts p where p.project_id = r.project_id and number = 3) as parts
    from releases r where project_id = ${project.id} and number = 3`
  expect(left).toEqual({ name: '', facts: {}, parts: 0 })
  expect((await make(project.id, 'd')).number).toBe(4)
  const listed = await server.client.listReleases({
    params: { project_id: project.id },
    query: { limit: '2' } as never,
  })
  expect(listed.data.map(({ number }) => number)).toEqual([4, 2])
  const query = { after: listed.next } as never
  const rest = await server.client.listReleases({ params: { project_id: project.id }, query })
  expect(rest.data.map(({ number }) => number)).toEqual([1])
})

test('asked for again with its key it is made once; without results it is empty', async () => {
  const project = await textProject(server.client)
  const once = () =>
    ask(at(project.id, '/releases'), { key: server.key, json: { name: 'x' }, headers: { 'idempotency-key': 'one' } })
  const [first, again] = [await once(), await once()]
  expect([first.status, again.json]).toEqual([201, first.json])
  expect(first.json).toMatchObject({ tasks: 0, answers_per_task: { min: 0, mean: 0, max: 0 } })
  expect((await bytesOf(project.id, 'format=jsonl&release=1')).toString()).toBe('')
  expect((await get(project.id, '/releases/1/changes')).text).toBe('')
})

test.each([{ name: ' ' }, {}, { name: 'x', likely: 'yes' }, { name: 'x'.repeat(201) }, { name: 'x', tasks: 3 }])(
  'refused: %o',
  async (json) => {
    const { project } = { project: await textProject(server.client) }
    expect((await ask(at(project.id, '/releases'), { key: server.key, json })).status).toBe(422)
    expect((await server.client.listReleases({ params: { project_id: project.id } })).data).toEqual([])
  },
)

test('no more than a thousand of a project', async () => {
  const project = await textProject(server.client)
  await server.sql`
    insert into releases (project_id, number, name, notes, likely, specs, digest, jsonl_sha256, facts)
    select ${project.id}, n, 'x', '', false, '[]', '', '', '{}' from generate_series(1, 1000) n`
  const refused = await ask(at(project.id, '/releases'), { key: server.key, json: { name: 'one more' } })
  expect([refused.problem.code, refused.problem.detail]).toEqual(['quota_exceeded', expect.stringContaining('1000')])
})

describe('Croissant', () => {
  test('says who labeled, how many answers, what people were told, and the hash of the rows', async () => {
    const { project } = await animals(['cat', 'dog'])
    const release = await make(project.id, 'First')
    const { json } = await get(project.id, '/releases/1/croissant')
    expect(json).toMatchObject({
      '@type': 'sc:Dataset',
      conformsTo: ['http://mlcommons.org/croissant/1.1', 'http://mlcommons.org/croissant/RAI/1.0'],
      name: project.title,
      version: '1.0.0',
      'rai:annotationsPerItem': '1',
      distribution: [{ sha256: release.jsonl_sha256 }],
    })
    expect(json['rai:dataAnnotationProtocol']).toContain('- Animal (input)')
    expect(json['rai:annotatorDemographics']).toContain('One person or model')
  })

  test('lies in the zip of a release, and in none of what is there now', async () => {
    const { id } = await makeDataset(server)
    await make(id, 'First')
    for (const format of ['coco', 'imagefolder']) {
      const zip = await bytesOf(id, `format=${format}&release=1`)
      const files = unzip(zip)
      const { json } = await get(id, '/releases/1/croissant')
      expect(JSON.parse(files.get('croissant.json')?.toString() ?? '')).toEqual(json)
      expect(files.get('README.txt')?.toString()).toContain('croissant.json')
      expect(zip.equals(await bytesOf(id, `format=${format}&release=1`))).toBe(true)
      expect(unzip(await bytesOf(id, `format=${format}`)).has('croissant.json')).toBe(false)
    }
  })
})

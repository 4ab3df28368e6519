import { type Endpoints, endpoints, type OperationId } from '@whisker/api/endpoints.ts'
import type { Project } from '@whisker/api/project-settings.ts'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { z } from 'zod'
import { answerNext } from '../testing/answer-task.ts'
import { ask } from '../testing/ask.ts'
import { animalProject, startTestServer, type TestPerson, type TestServer, textProject } from '../testing/server.ts'

let server: TestServer
let ada: TestPerson
let bo: TestPerson
beforeAll(async () => {
  server = await startTestServer({ EGRESS_ALLOW: '127.0.0.1:1' })
  const member = { workspaceId: server.running.workspaceId, role: 'owner' } as const
  ada = await server.makePerson(member)
  bo = await server.makePerson(member)
})
afterAll(() => server.close())

const editAs = (key: string, project: Project, json: object) =>
  ask(`${server.url}/projects/${project.id}`, { method: 'PATCH', key, json: { based_on: project.updated_at, ...json } })
const field = (values: string[]) => [
  { name: 'kind', type: 'radio', options: values.map((value) => ({ value })), label: '', help: '', required: true },
]

test('C2 the second of two editors is told what has changed and by whom, and takes nothing back', async () => {
  const project = await textProject(server.client, { output_spec: field(['cat', 'dog']) as Project['output_spec'] })
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

/** All that may put something in the place of something else, or take it back. */
type Overwriting = { [K in OperationId]: Endpoints[K]['method'] extends 'GET' ? never : K }[OperationId]

/** Why nobody's words are lost although such a request says nothing of what it is based on. */
type Why =
  /** Only this person, or who holds this task, can set it: what they say last is what they mean. */
  | 'own'
  /** It says what shall be and carries nothing of its own: two who say it mean the same. */
  | 'command'
  /** Of two the second one is refused: what was said stands. */
  | 'once'
  /** It makes something new, or only looks: what is there stays as it is. */
  | 'adds'
  /** It says what it is based on, and has tests of its own below. */
  | 'told'

type Subject = {
  address: string
  /** Where `read` stands */
  stamp: 'updated_at' | 'decided_at'
  read: () => Promise<Record<string, unknown>>
  /** Two bodies that contradict each other, and the setting about which they do. */
  edits: [object, object]
  setting: string
}

/** A new endpoint that is more than a GET does not get past the compiler without a line here. */
const decisions: Record<Overwriting, Why | (() => Promise<Subject>)> = {
  editProject: async () => {
    const { id } = await textProject(server.client)
    return edited(`/projects/${id}`, { title: 'A' }, { title: 'B' })
  },
  editWorkspace: async () => {
    // There is one, and it may have been called A before.
    const { updated_at } = await ada.client.readWorkspace()
    return edited('/workspace', { title: `A ${updated_at}` }, { title: `B ${updated_at}` })
  },
  editMember: async () => {
    const { id } = await server.makePerson({ workspaceId: server.running.workspaceId, role: 'viewer' })
    const read = async () => (await ada.client.listMembers()).data.find(({ person_id }) => person_id === id)!
    return { ...edited(`/members/${id}`, { role: 'editor' }, { role: 'owner' }), read }
  },
  editWebhook: async () => {
    const url = 'https://example.org/hook'
    const { id } = await server.client.createWebhook({ body: { url } })
    return edited(`/webhooks/${id}`, { url: `${url}/a` }, { url: `${url}/b` })
  },
  correctTask: async () => decided('correction', 'result', [{ animal: 'cat' }], [{ animal: 'dog' }]),
  markGold: async () => decided('gold', 'answer', [{ animal: 'cat' }], [{ animal: 'dog' }]),

  putBucket: async () => {
    const { id } = await animalProject(server.client)
    const place = { endpoint: 'http://127.0.0.1:1', bucket: 'pictures', credentials: null }
    await server.client.putBucket({ params: { project_id: id }, body: place })
    // Nobody is at it while it is looked at.
    await server.client.pauseBucket({ params: { project_id: id } })
    return edited(`/projects/${id}/bucket`, { pattern: 'a*', ...place }, { pattern: 'b*', ...place })
  },

  switchWorkspace: 'own',
  editPerson: 'own',
  addCredentials: 'own',
  changePassword: 'own',
  completePasswordReset: 'own',
  extendAssignment: 'own',
  submitAssignment: 'own',
  withdrawAnswer: 'own',
  skipAssignment: 'own',
  releaseAssignment: 'own',
  changeAnswer: 'own',
  reportTask: 'own',
  pauseProject: 'command',
  archiveProject: 'command',
  // The reason goes to the worker: what was said last is what they read.
  pauseWorker: 'command',
  removeWorker: 'command',
  cancelTask: 'command',
  settleReport: 'command',
  resolveAppeal: 'once',

  undoCorrection: 'told',
  unmarkGold: 'told',
  importGold: 'told',

  signOut: 'own',
  signOutEverywhere: 'own',
  endSession: 'own',
  deletePerson: 'own',
  createAppeal: 'own',
  takeAssignments: 'own',
  signIn: 'own',
  beginSignIn: 'adds',
  completeSignIn: 'once',
  beginSignOut: 'own',
  requestPasswordReset: 'own',
  completeSetup: 'once',
  acceptInvitation: 'adds',
  signUpAsWorker: 'adds',
  createInvitation: 'adds',
  createApiKey: 'adds',
  // Of one source the first answer to a task stands.
  importAnswers: 'once',
  createProject: 'adds',
  createAsset: 'adds',
  createAssets: 'adds',
  createTask: 'adds',
  createTasks: 'adds',
  createWebhook: 'adds',
  createRelease: 'adds',
  // The secret of before holds for a day longer.
  rotateWebhookSecret: 'adds',
  testWebhook: 'adds',
  redeliver: 'adds',
  redeliverSince: 'adds',
  // Refused for what a reviewer has decided and for gold.
  askAgain: 'adds',
  // What a reviewer or somebody else has said meanwhile stands: of what nobody has decided.
  promoteGold: 'adds',
  readInvitation: 'adds',
  lookUpAssets: 'adds',
  lookUpTasks: 'adds',
  previewEdit: 'adds',
  checkBucket: 'adds',
  previewConfidence: 'adds',
  resumeProject: 'command',
  passBucket: 'command',
  pauseBucket: 'command',
  resumeBucket: 'command',
  deleteBucket: 'command',
  unarchiveProject: 'command',
  resumeWorker: 'command',
  restoreWorker: 'command',
  revertWorker: 'command',
  reopenTask: 'command',
  unsettleReport: 'command',
  // Who deletes means all that is there, whatever was said about it last.
  deleteProject: 'command',
  deleteTask: 'command',
  deleteAsset: 'command',
  deleteWebhook: 'command',
  deleteRelease: 'command',
  removeMember: 'command',
  revokeInvitation: 'command',
  revokeApiKey: 'command',
}

function edited(path: string, first: object, second: object): Subject {
  const address = `${server.url}${path}`
  const read = async () => (await ask(address, { key: ada.token })).json
  return { address, stamp: 'updated_at', read, edits: [first, second], setting: Object.keys(first)[0] as string }
}

/** Said about a completed task; `part` is what the address ends with. */
async function decided(part: string, setting: string, first: unknown, second: unknown): Promise<Subject> {
  const project = await textProject(server.client)
  const task = await server.client.createTask({
    body: { project_id: project.id, task_spec: [{ sentence: 'Which animal?' }] },
  })
  await answerNext(await server.makeWorker(project.id), project.id, { animal: 'bird' })
  const path = `${server.url}/tasks/${task.id}`
  return {
    address: `${path}/${part}`,
    stamp: 'decided_at',
    read: async () => (await ask(path, { key: ada.token })).json,
    edits: [{ [setting]: first }, { [setting]: second }],
    setting,
  }
}

const names = (Object.keys(endpoints) as OperationId[]).filter((name) => endpoints[name].method !== 'GET')
const shared = names.filter((name) => typeof decisions[name as Overwriting] === 'function')

test('C2 for each endpoint that writes it is decided whether it may take back what somebody else has said', () => {
  expect(Object.keys(decisions).sort()).toEqual(names.toSorted())
  const takes = (name: OperationId) => {
    const { body, query } = endpoints[name] as { body?: z.ZodObject; query?: z.ZodObject }
    return [body, query].some((one) => one !== undefined && 'shape' in one && 'based_on' in one.shape)
  }
  const told = names.filter((name) => decisions[name as Overwriting] === 'told')
  expect(names.filter(takes).sort()).toEqual([...shared, ...told].sort())
})

test.each(shared)('C2 %s: the second of two is told, and takes nothing back', async (name) => {
  const { address, stamp, read, edits, setting } = await (decisions[name as Overwriting] as () => Promise<Subject>)()
  const { method } = endpoints[name]
  const send = (who: TestPerson, edit: object, based_on: unknown) =>
    ask(address, { method, key: who.token, json: { ...edit, based_on } })
  const before = (await read())[stamp]
  expect((await send(ada, edits[0], before)).status).toBe(200)
  const known = await read()
  expect(known[stamp]).not.toEqual(before)

  const second = await send(bo, edits[1], before)
  expect(second.problem).toMatchObject({ status: 409, code: 'changed_meanwhile', errors: [{ pointer: `/${setting}` }] })
  expect(second.problem.detail).toContain(`"${setting}" was changed by Test Person (${known[stamp]})`)
  expect(await read()).toEqual(known)
  expect((await send(bo, edits[0], before)).status, 'the same from two is no conflict').toBe(200)
  const now = (await read())[stamp]
  expect((await send(bo, edits[1], now)).status, 'who has read it may').toBe(200)
  expect((await send(ada, edits[0], undefined)).status, 'who does not say, too').toBe(200)
})

test.each(shared)('C2 %s: of two at the same moment one is told', async (name) => {
  const { address, stamp, read, edits } = await (decisions[name as Overwriting] as () => Promise<Subject>)()
  const based_on = (await read())[stamp]
  const both = await Promise.all(
    edits.map((edit) => ask(address, { method: endpoints[name].method, key: ada.token, json: { ...edit, based_on } })),
  )
  expect(both.map(({ status }) => status).sort()).toEqual([200, 409])
})

test('C2 a correction takes no known answer back, and a known answer no correction, unseen', async () => {
  const { address, read } = await decided('correction', 'result', null, null)
  const { decided_at: based_on } = await read()
  await ask(address, { method: 'PUT', key: ada.token, json: { result: [{ animal: 'cat' }], based_on } })
  const gold = { method: 'PUT', key: bo.token, json: { answer: [{ animal: 'dog' }], based_on } }
  const second = await ask(address.replace('correction', 'gold'), gold)
  expect(second.problem.detail).toContain('"answer" was changed by Test Person')
})

test.each([
  ['undoCorrection', 'correction', 'result'],
  ['unmarkGold', 'gold', 'answer'],
])('C2 %s takes back what its sender has read, and nothing else', async (_, part, setting) => {
  const { address, read, edits } = await decided(part, setting, [{ animal: 'cat' }], [{ animal: 'dog' }])
  const say = (who: TestPerson, edit: object) => ask(address, { method: 'PUT', key: who.token, json: edit })
  const takeBack = (basedOn?: unknown) =>
    ask(`${address}${basedOn === undefined ? '' : `?based_on=${basedOn}`}`, { method: 'DELETE', key: bo.token })
  await say(ada, edits[0])
  const { decided_at: seen } = await read()
  await say(ada, edits[1])
  const known = await read()
  const refused = await takeBack(seen)
  expect(refused.problem).toMatchObject({
    status: 409,
    code: 'changed_meanwhile',
    errors: [{ pointer: `/${setting}`, detail: `was changed by Test Person (${known.decided_at}).` }],
  })
  expect(await read()).toEqual(known)
  expect((await takeBack(known.decided_at)).status, 'who has read it may').toBe(200)
  expect(await read()).toMatchObject({ decided_at: null, gold: false })
  expect((await takeBack(seen)).status, 'once more changes nothing').toBe(200)
  await say(ada, edits[0])
  expect((await takeBack()).status, 'who does not say, too').toBe(200)
  expect(await read()).toMatchObject({ decided_at: null })
})

test('C2 importGold: a row whose task somebody has said something else about since the file was made is refused', async () => {
  const first = await decided('gold', 'answer', null, null)
  const [path, id = ''] = first.address.split(/(?<=tasks)\/|\/gold/)
  const { project_id } = (await ask(`${path}/${id}`, { key: ada.token })).json
  const other = await server.client.createTask({
    body: { project_id: project_id as number, task_spec: [{ sentence: 'Another one' }] },
  })
  const madeAt = new Date().toISOString()
  const csv = `task_id,animal\n${id},dog\n${other.id},dog\n`
  const send = async (query: string) => {
    const response = await fetch(`${server.url}/projects/${project_id}/gold-imports${query}`, {
      method: 'POST',
      headers: { authorization: bo.token, 'content-type': 'text/csv' },
      body: csv,
    })
    return (await response.text())
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line))
  }
  await ask(first.address, { method: 'PUT', key: ada.token, json: { answer: [{ animal: 'cat' }] } })
  expect(await send(`?based_on=${madeAt}`)).toMatchObject([
    { row: 2, status: 'error', code: 'changed_meanwhile', detail: expect.stringContaining('changed by Test Person') },
    { row: 3, status: 'marked' },
  ])
  expect(await first.read()).toMatchObject({ decided_at: expect.any(String), result: [{ animal: { value: 'cat' } }] })
  expect(await send(`?based_on=${new Date().toISOString()}`)).toMatchObject([
    { status: 'marked' },
    { status: 'marked' },
  ])
  expect(await send('')).toMatchObject([{ status: 'marked' }, { status: 'marked' }])
})

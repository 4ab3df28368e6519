import type { Assignment } from '@whisker/api/assignments.ts'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { createPictures } from '../pictures/prefetch.ts'
import { memoryShelves } from '../storage/memory-shelves.ts'
import { ada, project } from './desk.fixture.ts'
import { createDesk } from './desk.ts'
import { holdOf } from './line.ts'
import { enterValue, onVerdict, send } from './send.ts'
import { undo } from './undo.ts'

const assignment = (id: string): Assignment => ({
  id,
  project_id: 64,
  version: 1,
  token: 't',
  deadline: '',
  seconds_left: 600,
  items: [{ sentence: { type: 'text', text: id } }],
})

type Reply = { status: number; body?: unknown }
const counted = { status: 200, body: { state: 'counted', submitted_at: '' } }
const held = { status: 200, body: assignment('a') }
const nothing = { status: 201, body: { assignments: [], reason: 'none_left', retry_after_seconds: null } }
const problem = (status: number, code: string) => ({ status, body: { code, detail: 'why' } })

/** A page with the tasks a, b and c, and a service that says what `replies` has, or cannot be reached. */
async function setUp(replies: { submit?: () => Reply | Promise<Reply>; withdraw?: () => Reply }) {
  const asked: string[] = []
  const net = { down: false }
  vi.stubGlobal('fetch', async (path: string, init: RequestInit) => {
    const what = path.split('/').slice(2).join(' ')
    if (what) asked.push(`${what} ${JSON.parse(String(init.body)).answer?.[0].animal ?? ''}`.trim())
    if (net.down) throw new TypeError('no network')
    const replied = path.endsWith('submission') ? replies.submit : path.endsWith('withdrawal') ? replies.withdraw : null
    const { status, body } = replied ? await replied() : nothing
    return new Response(JSON.stringify(body), { status })
  })
  const pictures = createPictures<string>({ load: async (address) => address, onChange: () => {} })
  const shelves = memoryShelves()
  const desk = createDesk({ shelves, pictures, onVerdict })
  desk.projectId = project.id
  await desk.outbox.open(ada.id)
  const line = ['a', 'b', 'c'].map((id) => holdOf(assignment(id), Date.now()))
  desk.store.set({ screen: 'working', person: ada, project, forms: { 1: project }, line })
  const ids = () => desk.store.get().line.map((hold) => hold.assignment.id)
  const settle = (ms = 200) => vi.advanceTimersByTimeAsync(ms)
  const answer = async (animal: string) => {
    await settle()
    enterValue(desk, 0, 'animal', animal)
    expect(send(desk, 'en')).toEqual([])
  }
  return { desk, shelves, asked, net, ids, settle, answer }
}

beforeEach(() => {
  vi.useFakeTimers()
  vi.stubGlobal('requestAnimationFrame', (callback: () => void) => setTimeout(callback, 16))
  vi.stubGlobal('document', { visibilityState: 'visible' })
})
afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

test('a saved answer is back on the screen at once, with what was typed, and is withdrawn', async () => {
  const { desk, asked, ids, settle, answer, shelves } = await setUp({ submit: () => counted, withdraw: () => held })
  await answer('cat')
  await settle()
  expect(desk.store.get().savedThisVisit).toBe(1)
  undo(desk)
  expect(ids()).toEqual(['a', 'b', 'c'])
  expect(desk.store.get()).toMatchObject({ drafts: { a: [{ animal: 'cat' }] }, savedThisVisit: 0, last: null })
  await settle()
  expect(asked).toEqual(['a submission cat', 'a withdrawal'])
  expect((await shelves.drafts.all()).map(({ id }) => id)).toEqual(['a'])
  await answer('dog')
  await settle()
  expect(asked.slice(2)).toEqual(['a submission dog'])
  expect(desk.store.get()).toMatchObject({ savedThisVisit: 1, entries: [] })
})

test('what is still waiting behind another answer is not sent at all', async () => {
  const { desk, asked, ids, settle, answer, net } = await setUp({ submit: () => counted, withdraw: () => held })
  net.down = true
  await answer('cat')
  await answer('dog')
  undo(desk)
  expect(ids()).toEqual(['b', 'c'])
  net.down = false
  await settle(60_000)
  expect(asked.filter((one) => one.startsWith('b'))).toEqual([])
  expect(desk.store.get()).toMatchObject({ drafts: { b: [{ animal: 'dog' }] }, entries: [] })
})

test('taken back while it is under way: withdrawn after it, and counted by nobody', async () => {
  let arrive = (_: Reply) => {}
  const submit = () => new Promise<Reply>((resolve) => (arrive = resolve))
  const { desk, asked, settle, answer } = await setUp({ submit, withdraw: () => held })
  await answer('cat')
  await settle()
  undo(desk)
  await settle()
  expect(asked).toEqual(['a submission cat'])
  arrive(counted)
  await settle()
  expect(asked).toEqual(['a submission cat', 'a withdrawal'])
  expect(desk.store.get()).toMatchObject({ savedThisVisit: 0, entries: [], drafts: { a: [{ animal: 'cat' }] } })
})

test('tried without a reply, taken back and answered anew without a network: the service is told both, in order', async () => {
  const { desk, asked, settle, answer, net } = await setUp({ submit: () => counted, withdraw: () => held })
  net.down = true
  await answer('cat')
  await settle()
  undo(desk)
  await answer('dog')
  net.down = false
  asked.length = 0
  await settle(60_000)
  expect(asked).toEqual(['a withdrawal', 'a submission dog'])
  expect(desk.store.get()).toMatchObject({ savedThisVisit: 1, entries: [] })
})

test('too late: the answer stands, its task leaves the screen, and the page says so', async () => {
  const { desk, ids, settle, answer } = await setUp({
    submit: () => counted,
    withdraw: () => problem(409, 'too_late'),
  })
  await answer('cat')
  await settle()
  undo(desk)
  await settle()
  expect(ids()).toEqual(['b', 'c'])
  expect(desk.store.get()).toMatchObject({ stood: true, savedThisVisit: 1, entries: [] })
})

test('an answer that was refused is kept with its reason, and not taken back', async () => {
  const { desk, ids, settle, answer } = await setUp({ submit: () => problem(409, 'assignment_expired') })
  await answer('cat')
  await settle()
  expect(desk.store.get().last).toBeNull()
  undo(desk)
  expect(ids()).toEqual(['b', 'c'])
  expect(desk.store.get().entries).toMatchObject([{ id: 'a', refused: { code: 'assignment_expired' } }])
})

test('ten seconds, once, and only the last one', async () => {
  const { desk, ids, settle, answer } = await setUp({ submit: () => counted, withdraw: () => held })
  await answer('cat')
  await answer('dog')
  undo(desk)
  expect(ids()).toEqual(['b', 'c'])
  undo(desk)
  expect(ids()).toEqual(['b', 'c'])
  await answer('dog')
  await settle(9800)
  expect(desk.store.get().last).not.toBeNull()
  await settle(300)
  expect(desk.store.get().last).toBeNull()
  undo(desk)
  expect(ids()).toEqual(['c'])
})

import type { Assignment } from '@whisker/api/assignments.ts'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { createPictures } from '../pictures/prefetch.ts'
import { memoryShelves } from '../storage/memory-shelves.ts'
import { ada, project } from './desk.fixture.ts'
import { createDesk } from './desk.ts'
import { enterValue, onVerdict, send } from './send.ts'
import { topUp } from './take.ts'

function assignment(id: string): Assignment {
  const items = [
    { image: { type: 'image' as const, url: `/${id}.jpg`, width: 4, height: 3, original: { width: 4, height: 3 } } },
  ]
  return { id, project_id: 64, version: 1, token: 't', deadline: '', seconds_left: 600, items }
}

type Reply = { status: number; body?: unknown }

/** A page at work, and a service of which the test decides what it says to each `METHOD /path`. */
function setUp(replies: Record<string, () => Reply | Promise<Reply>>) {
  const asked: string[] = []
  vi.stubGlobal('fetch', async (path: string, init: RequestInit) => {
    const key = `${init.method} ${path}`
    asked.push(key)
    const { status, body } = (await replies[key]?.()) ?? { status: 204 }
    return new Response(status === 204 ? null : JSON.stringify(body), { status })
  })
  const loads = new Map<string, () => void>()
  const pictures = createPictures<string>({
    load: (address) => new Promise((resolve) => loads.set(address, () => resolve(address))),
    onChange: () => {},
  })
  const desk = createDesk({ shelves: memoryShelves(), pictures, onVerdict })
  desk.projectId = project.id
  void desk.outbox.open(ada.id)
  desk.store.set({ screen: 'working', person: ada, project, forms: { 1: project } })
  const line = () =>
    desk.store
      .get()
      .line.map((hold) => hold.assignment.id)
      .join('')
  const settle = () => vi.advanceTimersByTimeAsync(100)
  /** All pictures arrive. */
  const load = async () => {
    for (const done of loads.values()) done()
    await settle()
  }
  return { desk, asked, line, settle, load }
}

const given = (...ids: string[]) => ({
  status: 201,
  body: { assignments: ids.map(assignment), reason: null, retry_after_seconds: null },
})
const none = (reason: string, seconds: number | null = null) => ({
  status: 201,
  body: { assignments: [], reason, retry_after_seconds: seconds },
})
const problem = (status: number, code: string, errors?: unknown) => ({ status, body: { code, detail: 'why', errors } })
const counted = { status: 200, body: { state: 'counted', submitted_at: '' } }

beforeEach(() => {
  vi.useFakeTimers()
  vi.stubGlobal('requestAnimationFrame', (callback: () => void) => setTimeout(callback, 16))
  vi.stubGlobal('document', { visibilityState: 'visible' })
})
afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

test('the next task is there before the network has heard of the answer, and "saved" is counted only after it has', async () => {
  let answer = (_: Reply) => {}
  const { desk, line, load, settle } = setUp({
    'POST /assignments': () => given('a', 'b', 'c'),
    'PUT /assignments/a/submission': () => new Promise<Reply>((resolve) => (answer = resolve)),
  })
  await topUp(desk)
  await load()
  enterValue(desk, 0, 'animal', 'cat')
  expect(send(desk, 'en')).toEqual([])
  expect(line()).toBe('bc')
  await settle()
  expect(desk.store.get()).toMatchObject({ savedThisVisit: 0, entries: [{ id: 'a' }] })
  answer(counted)
  await settle()
  expect(desk.store.get()).toMatchObject({ savedThisVisit: 1, entries: [] })
})

test('nobody answers for a picture that they have not seen, and a key that bounces answers once', async () => {
  const { desk, line, load } = setUp({
    'POST /assignments': () => given('a', 'b', 'c'),
    'PUT /assignments/a/submission': () => counted,
  })
  await topUp(desk)
  enterValue(desk, 0, 'animal', 'cat')
  send(desk, 'en')
  expect(line()).toBe('abc')
  await load()
  send(desk, 'en')
  enterValue(desk, 0, 'animal', 'dog')
  send(desk, 'en')
  expect(line()).toBe('bc')
})

test('an answer that the service sends back stands in its form again, typing and faults', async () => {
  const errors = [{ pointer: '/answer/0/animal', code: 'pattern', detail: 'no' }]
  const { desk, line, load, settle } = setUp({
    'POST /assignments': () => given('a', 'b', 'c'),
    'PUT /assignments/a/submission': () => problem(422, 'invalid', errors),
  })
  await topUp(desk)
  await load()
  enterValue(desk, 0, 'animal', 'cat')
  send(desk, 'en')
  await settle()
  expect(line()).toBe('abc')
  expect(desk.store.get()).toMatchObject({ drafts: { a: [{ animal: 'cat' }] }, faults: { a: errors } })
  expect(desk.store.get().line[0]?.returned).toBe(true)
})

test('an empty form is not sent, and says which field is missing', async () => {
  const { desk, line, load, asked } = setUp({ 'POST /assignments': () => given('a', 'b', 'c') })
  await topUp(desk)
  await load()
  expect(send(desk, 'en')).toMatchObject([{ pointer: '/answer/0/animal', code: 'required' }])
  expect(line()).toBe('abc')
  expect(asked).toEqual(['POST /assignments'])
})

test('what the service thinks we hold is fetched, without what was answered here', async () => {
  const { desk, line } = setUp({
    'POST /assignments': () => none('holding_enough'),
    'GET /assignments?project_id=64': () => ({ status: 200, body: { assignments: ['a', 'b'].map(assignment) } }),
  })
  desk.done.set('a', null)
  await topUp(desk)
  expect(line()).toBe('b')
})

test('others hold the rest: asks again by itself when the service said', async () => {
  let free = false
  const { desk, line, asked } = setUp({ 'POST /assignments': () => (free ? given('a') : none('all_held', 7)) })
  await topUp(desk)
  expect(desk.store.get().lull?.kind).toBe('all_held')
  free = true
  await vi.advanceTimersByTimeAsync(6900)
  expect(asked).toHaveLength(1)
  await vi.advanceTimersByTimeAsync(200)
  expect(line()).toBe('a')
  expect(desk.store.get().lull).toBeNull()
})

test('a project that was closed while paused says so', async () => {
  const { desk } = setUp({
    'POST /assignments': () => none('paused'),
    'GET /worker/projects/64': () => ({ status: 200, body: { ...project, status: 'archived' } }),
  })
  await topUp(desk)
  expect(desk.store.get().lull?.kind).toBe('closed')
})

test.each([
  [401, 'unauthenticated', 'session_lost'],
  [404, 'not_found', 'not_open'],
  [403, 'forbidden', 'not_open'],
] as const)('%i %s leads to the page that says so', async (status, code, screen) => {
  const { desk } = setUp({ 'POST /assignments': () => problem(status, code) })
  await topUp(desk)
  expect(desk.store.get().screen).toBe(screen)
})

test('C7 what could not be sent goes before new tasks are asked for: the same task would be given once more', async () => {
  let online = false
  const { desk, asked, settle, line, load } = setUp({
    'POST /assignments': () => given('a'),
    'PUT /assignments/a/submission': () => {
      if (!online) throw new TypeError('no network')
      return counted
    },
  })
  await topUp(desk)
  await load()
  enterValue(desk, 0, 'animal', 'cat')
  desk.endedAt = 0
  expect(send(desk, 'en')).toEqual([])
  await vi.advanceTimersByTimeAsync(10_000)
  const before = asked.length
  online = true
  const taking = topUp(desk)
  desk.outbox.wake()
  await vi.advanceTimersByTimeAsync(6000)
  await taking
  await settle()
  expect(asked.slice(before)[0]).toBe('PUT /assignments/a/submission')
  expect(line()).toBe('')
})

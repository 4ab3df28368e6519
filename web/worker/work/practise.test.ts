import type { Assignment } from '@whisker/api/assignments.ts'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { createPictures } from '../pictures/prefetch.ts'
import { memoryShelves } from '../storage/memory-shelves.ts'
import { ada, project } from './desk.fixture.ts'
import { createDesk } from './desk.ts'
import { goOnFromFeedback } from './practise.ts'
import { enterValue, onVerdict, send } from './send.ts'
import { topUp } from './take.ts'

const score = { answered: 0, right: 0, questions: 2, pass: 1 }
const practice = (id: string, answered = 0): Assignment => ({
  ...{ id, project_id: 64, version: 1, token: 't', deadline: '', seconds_left: 86_400 },
  items: [{ text: { type: 'text', text: id } }],
  training: { ...score, answered },
})
const feedback = { right: false, answer: [{ animal: 'cat' }], score: { ...score, answered: 1 } }

type Reply = { status: number; body?: unknown }
const taken = (...assignments: Assignment[]): Reply => ({
  status: 201,
  body: { assignments, reason: null, detail: null, appeal: null, retry_after_seconds: null },
})
const practised = { status: 200, body: { state: 'training', submitted_at: '', feedback } }

/** A page with the practice task `a` on the screen and an answer in its form; the test decides what the service says. */
async function setUp(submission: () => Reply | Promise<Reply>) {
  const asked: string[] = []
  let next = practice('a')
  vi.stubGlobal('fetch', async (path: string, init: RequestInit) => {
    asked.push(`${init.method} ${path}`)
    const { status, body } = init.method === 'POST' ? taken(next) : await submission()
    if (status === 0) throw new TypeError('no network')
    return new Response(JSON.stringify(body), { status })
  })
  const pictures = createPictures<string>({ load: async (address) => address, onChange: () => {} })
  const desk = createDesk({ shelves: memoryShelves(), pictures, onVerdict })
  desk.projectId = project.id
  desk.store.set({
    screen: 'working',
    person: ada,
    project,
    forms: { 1: project },
  })
  await topUp(desk)
  next = practice('b', 1)
  enterValue(desk, 0, 'animal', 'dog')
  await vi.advanceTimersByTimeAsync(100)
  const line = () => desk.store.get().line.map(({ assignment }) => assignment.id)
  return { desk, asked, line }
}

beforeEach(() => {
  vi.useFakeTimers()
  vi.stubGlobal('document', { visibilityState: 'visible' })
})
afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

test('nothing comes before the answer; then what is right stays until somebody could have read it', async () => {
  let reply = (_: Reply) => {}
  const { desk, asked, line } = await setUp(() => new Promise<Reply>((resolve) => (reply = resolve)))
  await topUp(desk)
  expect(asked).toEqual(['POST /assignments'])
  send(desk, 'en')
  send(desk, 'en')
  enterValue(desk, 0, 'animal', 'cow')
  goOnFromFeedback(desk)
  await vi.advanceTimersByTimeAsync(3000)
  expect(line()).toEqual(['a'])
  expect(asked.slice(1)).toEqual(['PUT /assignments/a/submission'])
  reply(practised)
  await vi.advanceTimersByTimeAsync(100)
  expect(desk.store.get()).toMatchObject({ practice: { id: 'a', feedback }, drafts: { a: [{ animal: 'dog' }] } })
  expect(line()).toEqual(['a', 'b'])
  // The Enter that was pressed twice.
  goOnFromFeedback(desk)
  expect(line()).toEqual(['a', 'b'])
  await vi.advanceTimersByTimeAsync(500)
  goOnFromFeedback(desk)
  expect(line()).toEqual(['b'])
  expect(desk.store.get()).toMatchObject({ practice: null, savedThisVisit: 0, last: null, entries: [] })
})

test('without a network it waits, and sends the same answer again', async () => {
  let online = false
  const { desk, line } = await setUp(() => (online ? practised : { status: 0 }))
  send(desk, 'en')
  await vi.advanceTimersByTimeAsync(5000)
  expect(desk.store.get()).toMatchObject({ reachable: false, practice: { id: 'a', feedback: null } })
  expect(line()).toEqual(['a'])
  online = true
  await vi.advanceTimersByTimeAsync(10_000)
  expect(desk.store.get()).toMatchObject({ reachable: true, practice: { feedback } })
})

test('what the service does not take stands in the form; what another tab has answered is passed over', async () => {
  const errors = [{ pointer: '/answer/0/animal', code: 'pattern', detail: 'no' }]
  let reply: Reply = { status: 422, body: { code: 'invalid', detail: 'no', errors } }
  const { desk, line } = await setUp(() => reply)
  send(desk, 'en')
  await vi.advanceTimersByTimeAsync(100)
  expect(desk.store.get()).toMatchObject({ practice: null, faults: { a: errors } })
  reply = { status: 409, body: { code: 'already_answered', detail: 'no' } }
  send(desk, 'en')
  await vi.advanceTimersByTimeAsync(100)
  expect(line()).toEqual(['b'])
})

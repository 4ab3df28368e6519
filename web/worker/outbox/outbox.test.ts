import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { Outcome, Trouble } from '../calls/call.ts'
import type { Entry } from '../storage/entry.ts'
import { memoryShelves } from '../storage/memory-shelves.ts'
import { createOutbox } from './outbox.ts'
import type { Verdict } from './verdict.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

const ok: Outcome<unknown> = { ok: true, value: undefined }
const offline = trouble('offline', 0)

function trouble(code: Trouble['code'], status: number, extra: Partial<Trouble> = {}): Outcome<unknown> {
  return { ok: false, trouble: { code, status, detail: 'why', errors: [], retryAfterS: null, ...extra } }
}

function entry(id: string, at = Number(id), personId = 'ada'): Entry {
  const step = { kind: 'submission' as const, answer: [{ animal: `cat ${id}` }] }
  return { id, at, personId, projectId: 64, version: 1, token: 't', step, refused: null }
}

/** An outbox whose service answers what `answer` says; `sent` has the ids in the order they arrived. */
function setUp(answer: (id: string, nth: number) => Outcome<unknown> = () => ok) {
  const { outbox: shelf } = memoryShelves()
  const sent: string[] = []
  const verdicts: [string, Verdict['do']][] = []
  const outbox = createOutbox({
    shelf,
    async send({ id }) {
      expect((await shelf.all()).map((kept) => kept.id)).toContain(id)
      sent.push(id)
      return answer(id, sent.filter((other) => other === id).length)
    },
    onChange: () => {},
    onVerdict: ({ id }, verdict) => verdicts.push([id, verdict.do]),
  })
  return { shelf, sent, verdicts, outbox }
}

test('R-10 an answer is on the device before it is sent, and off it after it is saved', async () => {
  const { outbox, shelf, sent } = setUp()
  await outbox.open('ada')
  await outbox.add(entry('1'))
  await vi.runAllTimersAsync()
  expect(sent).toEqual(['1'])
  expect(await shelf.all()).toEqual([])
})

test('R-10 what an earlier page left behind is known before it is known who is here, and sent only then', async () => {
  const { outbox, shelf, sent } = setUp()
  await shelf.put(entry('1'))
  await outbox.load()
  expect(outbox.entries().map(({ id }) => id)).toEqual(['1'])
  await vi.runAllTimersAsync()
  expect(sent).toEqual([])
  await outbox.open('ada')
  await vi.runAllTimersAsync()
  expect(sent).toEqual(['1'])
})

test('R-09 pressing Enter twice is one answer', async () => {
  const { outbox, sent } = setUp()
  await outbox.open('ada')
  void outbox.add(entry('1'))
  void outbox.add(entry('1'))
  await vi.runAllTimersAsync()
  expect(sent).toEqual(['1'])
})

test('R-10 ten minutes without a server: all arrive, in order, and nothing is called saved before', async () => {
  let down = true
  const { outbox, sent, verdicts } = setUp(() => (down ? offline : ok))
  await outbox.open('ada')
  for (const id of ['1', '2', '3']) await outbox.add(entry(id))
  await vi.advanceTimersByTimeAsync(600_000)
  expect(new Set(sent)).toEqual(new Set(['1']))
  expect(sent.length).toBeGreaterThan(15)
  expect(sent.length).toBeLessThan(60)
  expect(verdicts.some(([, verdict]) => verdict === 'saved')).toBe(false)
  expect(outbox.entries()).toHaveLength(3)
  down = false
  outbox.wake()
  await vi.advanceTimersByTimeAsync(0)
  expect(sent.slice(-3)).toEqual(['1', '2', '3'])
  expect(outbox.entries()).toEqual([])
})

test('R-10 a closed tab: the next page sends what the last one left', async () => {
  const { outbox, shelf, sent } = setUp()
  await shelf.put(entry('2'))
  await shelf.put(entry('1'))
  await outbox.open('ada')
  await vi.runAllTimersAsync()
  expect(sent).toEqual(['1', '2'])
})

test("another person's answers are not sent with this person's session, but stay to be read", async () => {
  const { outbox, shelf, sent } = setUp()
  await shelf.put(entry('1', 1, 'bob'))
  await outbox.open('ada')
  outbox.retry('1')
  await vi.runAllTimersAsync()
  expect(sent).toEqual([])
  expect(outbox.entries()).toMatchObject([{ id: '1', refused: { code: 'other_person' } }])
})

test('the service names the time of the next try', async () => {
  const { outbox, sent } = setUp((_, nth) => (nth === 1 ? trouble('rate_limited', 429, { retryAfterS: 7 }) : ok))
  await outbox.open('ada')
  await outbox.add(entry('1'))
  await vi.advanceTimersByTimeAsync(6900)
  expect(sent).toHaveLength(1)
  await vi.advanceTimersByTimeAsync(200)
  expect(sent).toHaveLength(2)
})

test('one answer that breaks the server does not hold up the others', async () => {
  const { outbox, sent } = setUp((id, nth) => (id === '1' && nth < 3 ? trouble('internal', 500) : ok))
  await outbox.open('ada')
  for (const id of ['1', '2', '3']) await outbox.add(entry(id))
  await vi.advanceTimersByTimeAsync(0)
  expect(sent).toEqual(['1', '2', '3'])
  await outbox.add(entry('4'))
  await vi.advanceTimersByTimeAsync(0)
  expect(sent).toEqual(['1', '2', '3', '4'])
  await vi.runAllTimersAsync()
  expect(sent).toEqual(['1', '2', '3', '4', '1', '1'])
  expect(outbox.entries()).toEqual([])
})

test('a session that is over stops the sending until it is renewed', async () => {
  let signedIn = false
  const { outbox, sent, verdicts } = setUp(() => (signedIn ? ok : trouble('unauthenticated', 401)))
  await outbox.open('ada')
  await outbox.add(entry('1'))
  await vi.advanceTimersByTimeAsync(600_000)
  expect(sent).toHaveLength(1)
  expect(verdicts).toEqual([['1', 'stop']])
  signedIn = true
  outbox.wake()
  await vi.runAllTimersAsync()
  expect(outbox.entries()).toEqual([])
})

test.each(['assignment_expired', 'gone', 'already_answered', 'not_found', 'forbidden'] as const)(
  'W-07 %s: the typing is kept, the next answers go on',
  async (code) => {
    const { outbox, shelf } = setUp((id) => (id === '1' ? trouble(code, 409) : ok))
    await outbox.open('ada')
    for (const id of ['1', '2']) await outbox.add(entry(id))
    await vi.runAllTimersAsync()
    const kept = { id: '1', refused: { code }, step: { answer: [{ animal: 'cat 1' }] } }
    expect(outbox.entries()).toMatchObject([kept])
    expect(await shelf.all()).toMatchObject([kept])
    outbox.discard('1')
    expect(await shelf.all()).toEqual([])
  },
)

test('an answer that the server-side pattern refuses comes back to be changed', async () => {
  const errors = [{ pointer: '/answer/0/animal', code: 'pattern', detail: 'no' }]
  const { outbox, verdicts } = setUp(() => trouble('invalid', 422, { errors }))
  await outbox.open('ada')
  await outbox.add(entry('1'))
  await vi.runAllTimersAsync()
  expect(verdicts).toEqual([['1', 'fix']])
  expect(outbox.entries()).toEqual([])
})

test('a skip that comes too late is nobody’s worry', async () => {
  const { outbox, verdicts } = setUp(() => trouble('assignment_expired', 409))
  await outbox.open('ada')
  await outbox.add({ ...entry('1'), step: { kind: 'skip', reason: 'not_sure', comment: '' } })
  await vi.runAllTimersAsync()
  expect(verdicts).toEqual([['1', 'forget']])
  expect(outbox.entries()).toEqual([])
})

test('a device that is full does not stop the work', async () => {
  const { outbox, shelf, verdicts } = setUp()
  const put = shelf.put
  shelf.put = async (thing) => {
    await put(thing)
    throw new DOMException('full', 'QuotaExceededError')
  }
  await outbox.open('ada')
  await outbox.add(entry('1'))
  await vi.runAllTimersAsync()
  expect(verdicts).toEqual([['1', 'saved']])
})

import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest'
import { goldProject } from '../gold/gold.fixture.ts'
import { ask, type Question } from '../testing/ask.ts'
import { startTestServer, type TestPerson, type TestServer } from '../testing/server.ts'
import { expireHolds } from './end.ts'

const tasksOfAKind = 60

let server: TestServer
beforeAll(async () => {
  server = await startTestServer({ PERSON_REQUESTS_PER_S: '1000000', SKIPS_PER_MINUTE: '100000', WORKER_HOLDS: '50' })
})
afterAll(() => server.close())
afterEach(() => vi.restoreAllMocks())

/** What one worker saw of one task, reply by reply; what differs from hold to hold by its nature is masked. */
type Seen = { id: string; token: string; isGold: boolean; plan: number; replies: string[] }

const uuids = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g

/** A worker's session that writes down everything. */
function session(worker: TestPerson, projectId: number) {
  const all: Seen[] = []
  /** Every id in any reply, also inside of cursors. */
  const ids = new Set<string>()

  function mask(text: string): string {
    const opened = text.replace(/"next":"([\w-]+)"/g, (_, cursor: string) => {
      return `"next":${Buffer.from(cursor, 'base64url').toString()}`
    })
    for (const [id] of opened.matchAll(uuids)) ids.add(id)
    return opened
      .replace(uuids, '<id>')
      .replace(/"(token|instance|request_id)":"[^"]*"/g, '"$1":"<own>"')
      .replace(/\d{4}-\d\d-\d\dT[\d:.]+(?:Z|\+00:00)/g, '<time>')
      .replace(/"next":\["\d+"/g, '"next":["<time>"')
      .replace(/"seconds_left":([\d.]+)/g, (_, seconds) => `"seconds_left":${Math.round(Number(seconds) / 20)}`)
      .replace(/"seconds": ?[\d.e-]+/g, '"seconds":<s>')
  }

  async function write(seen: Seen | null, path: string, question: Question = {}) {
    const reply = await ask(server.url + path, { key: worker.token, ...question })
    const headers = [...reply.headers].filter(([name]) => !/^(date|content-length|x-request-id)$/.test(name))
    const masked = `${question.method ?? ''} ${path.replace(uuids, '<id>').replace(/&after=[\w-]+/, '')} ${reply.status} ${headers.sort()} ${mask(reply.text)}`
    seen?.replies.push(masked)
    return { ...reply, masked }
  }
  const put = (seen: Seen, verb: string, json: object = {}) =>
    write(seen, `/assignments/${seen.id}/${verb}`, { method: 'PUT', json: { token: seen.token, ...json } })
  const submit = (seen: Seen, animal = 'cat') => put(seen, 'submission', { answer: [{ animal }] })
  const change = (seen: Seen, animal: string) =>
    write(seen, `/assignments/${seen.id}/answer`, { method: 'PUT', json: { answer: [{ animal }] } })

  async function take(count = 1) {
    const reply = await write(null, '/assignments', { json: { project_id: projectId, count } })
    const [held] = reply.json.assignments as { id: string; token: string }[]
    if (!held) throw new Error(`Nothing was given: ${reply.text}`)
    return { held, masked: reply.masked }
  }

  /** Takes a task of the kind that is wished, which only a test can: the dice are the test's. */
  async function takeOne(wish: 'gold' | 'ordinary'): Promise<Seen> {
    vi.spyOn(Math, 'random').mockReturnValue(wish === 'gold' ? 0 : 0.999)
    const { held, masked } = await take()
    const [task] = await server.sql<{ gold: boolean }[]>`
      select t.gold from assignments a join tasks t on t.project_id = a.project_id and t.id = a.task_id
      where a.project_id = ${projectId} and a.id = ${held.id}`
    const isGold = task?.gold === true
    const seen = { ...held, isGold, plan: all.filter((one) => one.isGold === isGold).length, replies: [masked] }
    all.push(seen)
    return seen
  }

  /** Each own answer as a page of its own, from the newest on. */
  async function listOwn(): Promise<void> {
    for (let after = ''; ; ) {
      const reply = await write(null, `/worker/answers?project_id=${projectId}&limit=1${after && `&after=${after}`}`)
      const { data, next } = reply.json as { data: { assignment_id: string }[]; next?: string }
      const seen = all.find(({ id }) => id === data[0]?.assignment_id)
      // The last page has no cursor, whatever stands on it.
      seen?.replies.push(reply.masked.replace(/,"next":.*\]/, ''))
      if (!next) return
      after = next
    }
  }

  async function readOwnData(): Promise<void> {
    const { text } = await ask(`${server.url}/person/data`, { key: worker.token })
    for (const line of text.split('\n')) {
      const seen = all.find(({ id }) => line.includes(id))
      seen?.replies.push(mask(line.replace(/(\],"\w+":\[|\]\})?,?$/, '')))
    }
  }

  return { all, ids, write, put, submit, change, take, takeOne, listOwn, readOwnData }
}

/**
 * How well gold is told by what was seen: the likelihood of each reply is learned from one half of the tasks, and the rest are
 * ranked by it. P(a gold task ranks above an ordinary one), ties by half.
 */
function areaUnderCurve(all: Seen[]): number {
  // By twelve, which is every treatment equally often.
  const side = (n: number) => all.filter(({ plan }) => Math.floor(plan / 12) % 2 === n)
  const counts = new Map<string, [number, number]>()
  for (const { replies, isGold } of side(0))
    for (const reply of new Set(replies)) {
      const count = counts.get(reply) ?? [1, 1]
      count[isGold ? 1 : 0]++
      counts.set(reply, count)
    }
  const rank = ({ replies }: Seen) =>
    [...new Set(replies)].reduce((sum, reply) => {
      const [ordinary, gold] = counts.get(reply) ?? [1, 1]
      return sum + Math.log(gold / ordinary)
    }, 0)
  const ranks = (isGold: boolean) =>
    side(1)
      .filter((one) => one.isGold === isGold)
      .map(rank)
  const [gold, ordinary] = [ranks(true), ranks(false)]
  let above = 0
  for (const g of gold) for (const o of ordinary) above += g > o ? 1 : g === o ? 0.5 : 0
  return above / (gold.length * ordinary.length)
}

/**
 * Two workers do everything that a session can do with 120 tasks each, half of them gold: the k-th gold task and the k-th
 * ordinary one are treated alike, so what is the same for both says nothing, exactly, and nothing here is left to chance.
 * It takes some seconds, because each of some 2,500 replies is one request.
 */
test('F13 nothing that a session can read or try tells gold from other tasks', { timeout: 120_000 }, async () => {
  const project = await goldProject(server, { min_answers: 2, skill_floor: null })
  const lines = Array.from({ length: 2 * tasksOfAKind + 20 }, (_, n) => ({
    task_spec: [{ sentence: 'What says meow?' }],
    ...(n < tasksOfAKind && { gold: [{ animal: 'cat' }] }),
  }))
  await ask(`${server.url}/tasks/bulk?project_id=${project.id}`, {
    key: server.key,
    headers: { 'content-type': 'application/x-ndjson' },
    method: 'POST',
    body: lines.map((line) => `${JSON.stringify(line)}\n`).join(''),
  })
  const [ada, bo] = [
    session(await server.makeWorker(project.id), project.id),
    session(await server.makeWorker(project.id), project.id),
  ]
  let corrected = 0
  const correct = async (seen: Seen) => {
    const [task] = await server.sql<{ task_id: string }[]>`
      select task_id from assignments where project_id = ${project.id} and id = ${seen.id}`
    const params = { task_id: task?.task_id as string }
    // Those that were skipped before still want an answer.
    if ((await server.client.readTask({ params })).status === 'open') return
    await server.client.correctTask({ params, body: { result: [{ animal: 'lynx' }] } })
    corrected++
  }
  const age = (interval: string) => server.sql`
    update answers set submitted_at = submitted_at - ${interval}::interval where project_id = ${project.id}`

  for (let n = 0; n < 2 * tasksOfAKind; n++) {
    const seen = await ada.takeOne(n % 2 ? 'gold' : 'ordinary')
    await ada.write(seen, `/assignments?project_id=${project.id}`)
    switch (seen.plan % 6) {
      case 0:
        for (const animal of ['cat', 'cat', 'dog']) await ada.submit(seen, animal)
        await ada.put(seen, 'withdrawal')
        await ada.put(seen, 'withdrawal')
        await ada.submit(seen)
        break
      case 1:
        await ada.put(seen, 'skip', { reason: 'not_sure' })
        await ada.submit(seen)
        break
      case 2:
        await ada.put(seen, 'report', { reason: 'unclear', comment: '' })
        await ada.put(seen, 'extension')
        await ada.put(seen, 'release')
        // What was given back comes first, without dice; it is looked for ten times a second.
        await sleep(150)
        vi.spyOn(Math, 'random').mockReturnValue(0.999)
        Object.assign(seen, (await ada.take()).held)
        await ada.submit(seen)
        break
      case 3:
        await server.sql`update assignments set deadline = now() - interval '1 s' where project_id = ${project.id} and id = ${seen.id}`
        await expireHolds(server.sql)
        await ada.put(seen, 'extension')
        await ada.submit(seen, 'dog')
        break
      default:
        await ada.submit(seen, 'dog')
        await ada.change(seen, 'cow')
    }
  }
  await ada.listOwn()
  for (let n = 0; n < 2 * tasksOfAKind; n++) {
    const seen = await bo.takeOne(n % 2 ? 'gold' : 'ordinary')
    await bo.submit(seen)
    // A reviewer is quicker than the ten seconds in which an answer can be taken back. Gold has no result to correct.
    if (seen.plan % 3 !== 0) continue
    if (!seen.isGold) await correct(seen)
    await bo.put(seen, 'withdrawal')
    await bo.write(seen, `/assignments?project_id=${project.id}`)
    if (seen.plan % 2) await bo.put(seen, 'extension')
    await bo.submit(seen)
  }
  expect(corrected).toBeGreaterThanOrEqual(10)
  // Ordinary tasks are finished now, some of them in disagreement.
  await age('1 minute')
  const probe = async (one: ReturnType<typeof session>) => {
    for (const seen of one.all)
      switch (seen.plan % 4) {
        case 0:
          await one.change(seen, '')
          await one.change(seen, 'cat')
          break
        case 1:
          await one.put(seen, 'withdrawal')
          await one.submit(seen, 'dog')
          break
        case 2:
          await one.put(seen, 'skip', { reason: 'other' })
          await one.put(seen, 'extension')
          break
        default:
          await one.put(seen, 'release')
          await one.put(seen, 'report', { reason: 'other', comment: '' })
      }
    await one.listOwn()
  }
  for (const one of [ada, bo]) await probe(one)
  await age('10 minutes')
  for (const one of [ada, bo]) {
    for (const seen of one.all) if (seen.plan % 2) await one.change(seen, 'cow')
    await one.listOwn()
    await one.readOwnData()
  }

  for (const { all, ids } of [ada, bo]) {
    const gold = all.filter(({ isGold }) => isGold)
    expect(gold).toHaveLength(tasksOfAKind)
    expect(all).toHaveLength(2 * tasksOfAKind)
    expect(Math.min(...all.map(({ replies }) => replies.length))).toBeGreaterThan(4)
    const area = areaUnderCurve(all)
    const told = [...new Set(gold.flatMap(({ replies }) => replies))].filter(
      (reply) => !all.some((one) => !one.isGold && one.replies.includes(reply)),
    )
    expect(Math.max(area, 1 - area), `area ${area}; only of gold: ${told.slice(0, 5).join('\n')}`).toBeLessThanOrEqual(
      0.55,
    )
    // Ids of tasks are in the order of time: gold stands out among what was shown beside it.
    const tasks = await server.sql<{ id: string }[]>`select id from tasks where project_id = ${project.id}`
    expect(tasks.filter(({ id }) => ids.has(id))).toEqual([])
    expect(ids.size).toBeGreaterThan(all.length)
  }
})

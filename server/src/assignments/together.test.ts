import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest'
import { Crowds } from '../crowd/crowds.ts'
import { startTestServer, type TestServer, textProject } from '../testing/server.ts'
import { claimTasks } from './claim.ts'
import { countTogether } from './count.ts'
import { findForm } from './find-form.ts'
import { RememberedForms } from './remembered-forms.ts'
import type { Wish } from './take.ts'
import { takeTogether } from './take-together.ts'
import type { Entry } from './window.ts'
import { Windows } from './windows.ts'

/** The statements that many requests share: what each of them refuses by itself, however it was asked. */
let server: TestServer
beforeAll(async () => {
  server = await startTestServer()
})
afterAll(() => server.close())

const hot = () => server.running.server.hot

async function makeTasks(count: number, draft: Parameters<typeof textProject>[1] = {}) {
  const { id } = await textProject(server.client, draft)
  for (let n = 0; n < count; n++)
    await server.client.createTask({ body: { project_id: id, task_spec: [{ sentence: `${n}` }] } })
  return id
}

/** What a server knows that has given nothing yet. */
const fresh = () => ({ windows: new Windows(), forms: new RememberedForms() })

/** The queue as a window has it. */
const queueOf = (projectId: number) => server.sql<Entry[]>`
  select id, lane, queue_xid::text::float8 as xid, position::float8 as position, wanted - answered - active as free
  from tasks where project_id = ${projectId} order by queue_xid, position`

const wishOf = (projectId: number, workerId: string, maxHeld = 10): Wish => ({
  ...{ projectId, workerId, count: 1, maxHeld },
})

const workers = async (projectId: number, count: number) =>
  Promise.all(Array.from({ length: count }, () => server.makeWorker(projectId)))

/** While somebody else holds the row of a task. */
async function whileLocked<T>(taskId: string, work: () => Promise<T>): Promise<T> {
  return server.sql.begin(async (tx) => {
    await tx`select from tasks where id = ${taskId} for update`
    return work()
  }) as Promise<T>
}

describe('claimTasks', () => {
  test('gives a place once, to who came first, whatever the window thought', async () => {
    const id = await makeTasks(1)
    const [a, b] = await workers(id, 2)
    const entries = await queueOf(id)
    const given = await claimTasks(hot(), [
      { wish: wishOf(id, a!.id), entries },
      { wish: wishOf(id, b!.id), entries },
    ])
    expect(given.flat()).toHaveLength(1)
    expect(await server.sql`select active from tasks where project_id = ${id}`).toMatchObject([{ active: 1 }])
  })

  test('gives nothing of a task that is locked, and does not wait for it; the others of the batch have theirs', async () => {
    const id = await makeTasks(2)
    const [a, b] = await workers(id, 2)
    const [first, second] = await queueOf(id)
    const given = await whileLocked(first!.id, () =>
      claimTasks(hot(), [
        { wish: wishOf(id, a!.id), entries: [first!] },
        { wish: wishOf(id, b!.id), entries: [second!] },
      ]),
    )
    expect(given.map((taken) => taken.length)).toEqual([0, 1])
  })

  test.each<[string, (id: number, workerId: string, taskId: string) => PromiseLike<unknown>]>([
    [
      'moved in the queue',
      (_, __, taskId) => server.sql`update tasks set position = position + 1 where id = ${taskId}`,
    ],
    ['that is put aside', (_, __, taskId) => server.sql`update tasks set lane = -1 where id = ${taskId}`],
    ['that is cancelled', (_, __, taskId) => server.sql`update tasks set status = 'cancelled' where id = ${taskId}`],
    ['of a project that is paused', (id) => server.sql`update projects set status = 'paused' where id = ${id}`],
    [
      'of a project that has gold',
      (id, _, taskId) =>
        server.sql`insert into gold (project_id, task_id, answer, source) values (${id}, ${taskId}, '[]', 'api')`,
    ],
    [
      'to a worker who was removed',
      (id, workerId) =>
        server.sql`update project_workers set removed_at = now() where project_id = ${id} and person_id = ${workerId}`,
    ],
    [
      'to a worker who is paused',
      (id, workerId) =>
        server.sql`update project_workers set paused_at = now() where project_id = ${id} and person_id = ${workerId}`,
    ],
  ])('gives nothing %s since the window was read', async (_, change) => {
    const id = await makeTasks(1)
    const [a] = await workers(id, 1)
    const entries = await queueOf(id)
    await change(id, a!.id, entries[0]!.id)
    expect(await claimTasks(hot(), [{ wish: wishOf(id, a!.id), entries }])).toEqual([[]])
  })

  test('gives nothing beyond what a worker may hold or answer', async () => {
    const id = await makeTasks(3, { max_answers_per_worker: 2 })
    const [a] = await workers(id, 1)
    const entries = await queueOf(id)
    const give = async (entry: Entry, maxHeld?: number) =>
      (await claimTasks(hot(), [{ wish: wishOf(id, a!.id, maxHeld), entries: [entry] }])).flat().length
    expect([
      await give(entries[0]!),
      await give(entries[1]!, 1),
      await give(entries[1]!),
      await give(entries[2]!),
    ]).toEqual([1, 0, 1, 0])
  })
})

describe('takeTogether', () => {
  test('what somebody has done is not by it, and the next of them gets the place', async () => {
    const id = await makeTasks(2, { min_answers: 2, max_answers: 2 })
    const [a, b] = await workers(id, 2)
    const known = fresh()
    const take = async (...people: { id: string }[]) =>
      (
        await takeTogether(
          hot(),
          known,
          people.map((person) => wishOf(id, person.id)),
        )
      ).map((one) => one?.taken.length ?? null)
    expect(await take(a!, b!)).toEqual([1, 1])
    // Another server has given the second one to the first worker.
    await takeTogether(hot(), fresh(), [wishOf(id, a!.id)])
    await takeTogether(hot(), fresh(), [wishOf(id, a!.id)])
    expect(await take(a!)).toEqual([null])
    expect(await take(b!)).toEqual([1])
    expect(await server.sql`select active from tasks where project_id = ${id}`).toMatchObject([
      { active: 2 },
      { active: 2 },
    ])
  })

  describe('in a project with gold', () => {
    afterEach(() => vi.restoreAllMocks())
    const throws = (whether: number) => vi.spyOn(Math, 'random').mockReturnValue(whether)

    async function makeGold(ordinary: number, places: number) {
      const id = await makeTasks(ordinary, { min_answers: places, max_answers: places })
      const gold = await server.client.createTask({
        body: { project_id: id, task_spec: [{ sentence: 'gold' }], gold: [{ animal: 'cat' }] },
      })
      const queue = await queueOf(id)
      const ids = queue.filter((one) => one.id !== gold.id).map((one) => one.id)
      return { id, gold: gold.id, ordinary: ids }
    }
    const tasksOf = (given: Awaited<ReturnType<typeof takeTogether>>) =>
      given.map((one) => one?.taken.map(({ task_id }) => task_id) ?? null)

    test('gold comes instead of an ordinary task, which is the next one of this worker', async () => {
      const { id, gold, ordinary } = await makeGold(2, 2)
      const [a] = await workers(id, 1)
      const known = fresh()
      throws(0)
      const first = await takeTogether(hot(), known, [wishOf(id, a!.id)])
      expect(first).toMatchObject([{ has_gold: true, taken: [{ task_id: gold, content: { task_id: gold } }] }])
      // They have it, and there is no other.
      expect(tasksOf(await takeTogether(hot(), known, [wishOf(id, a!.id)]))).toEqual([[ordinary[0]]])
      throws(0.999)
      expect(tasksOf(await takeTogether(hot(), known, [wishOf(id, a!.id)]))).toEqual([[ordinary[1]]])
      expect(await server.sql`select active from tasks where project_id = ${id}`).toMatchObject(
        Array(3).fill({ active: 1 }),
      )
    })

    test('two of one batch never have more of it than it has places; who comes too late is not answered here', async () => {
      const { id, gold } = await makeGold(2, 1)
      const people = await workers(id, 2)
      throws(0)
      const wishes = people.map((person) => wishOf(id, person.id))
      const given = tasksOf(await takeTogether(hot(), fresh(), wishes))
      expect(given).toHaveLength(2)
      expect(new Set(given)).toEqual(new Set([[gold], null]))
    })

    test('without an ordinary task of its form there is none', async () => {
      const { id, ordinary } = await makeGold(1, 2)
      const [a, b] = await workers(id, 2)
      throws(0)
      await server.sql`
        insert into project_versions select project_id, 2, input_spec, output_spec from project_versions where project_id = ${id}`
      await server.sql`update tasks set version = 2 where project_id = ${id} and not gold`
      expect(tasksOf(await takeTogether(hot(), fresh(), [wishOf(id, a!.id)]))).toEqual([ordinary])
      await server.client.cancelTask({ params: { task_id: ordinary[0]! } })
      expect(await takeTogether(hot(), fresh(), [wishOf(id, b!.id)])).toEqual([null])
    })

    test('neither its place among several nor its id tells which it is', async () => {
      const places = new Set<number>()
      for (const chance of [0, 0.1, 0.12]) {
        const { id, gold } = await makeGold(3, 1)
        const [a] = await workers(id, 1)
        // The dice are thrown twice: whether, and where.
        vi.spyOn(Math, 'random')
          .mockReturnValueOnce(0)
          .mockReturnValueOnce(chance * 8)
        const [given] = await takeTogether(hot(), fresh(), [{ ...wishOf(id, a!.id), count: 3 }])
        expect(given?.taken).toHaveLength(3)
        const ids = given!.taken.map((one) => one.id)
        expect(ids).toEqual(ids.toSorted())
        places.add(given!.taken.findIndex(({ task_id }) => task_id === gold))
      }
      expect(places).toEqual(new Set([0, 2]))
    })
  })
})

describe('countTogether', () => {
  /** Holds of the first tasks, each by a worker of its own, with what is read before an answer. */
  async function holds(id: number, count: number) {
    const people = await workers(id, count)
    return Promise.all(
      people.map(async (person) => {
        const { assignments } = await person.client.takeAssignments({ body: { project_id: id } })
        const { id: assignmentId, token } = assignments[0]!
        const hold = { projectId: id, assignmentId, workerId: person.id, token }
        const form = (await findForm(server.sql, hold))!
        return { hold, pseudonym: 'w', answer: [{ animal: 'cat' }], form }
      }),
    )
  }
  const count = async (...many: Awaited<ReturnType<typeof holds>>) =>
    (await countTogether(hot(), new Crowds(), many)).map((counted) => counted !== null)

  test('two answers of one task are never counted in one statement', async () => {
    const id = await makeTasks(1, { min_answers: 2, max_answers: 2 })
    const both = await holds(id, 2)
    expect((await count(...both)).sort()).toEqual([false, true])
    expect(
      await server.sql`select t.answered, t.active, (select count(*)::int from answers n where n.task_id = t.id) as answers,
        (select count(*)::int from assignments a where a.task_id = t.id and a.state = 'active') as held
        from tasks t where project_id = ${id}`,
    ).toEqual([{ answered: 1, active: 1, answers: 1, held: 1 }])
  })

  test('what an answer brings about was worked out from the others of then; one that settles nothing counts whoever came before', async () => {
    const id = await makeTasks(1, { min_answers: 3, max_answers: 5 })
    const [first, second, third] = await holds(id, 3)
    expect(await count(first!)).toEqual([true])
    // Its form was read before the first answer was counted.
    expect(await count(second!)).toEqual([true])
    const last = { ...third!, form: (await findForm(server.sql, third!.hold))! }
    expect(last.form.others).toHaveLength(2)
    await server.sql`update tasks set answered = 3, wanted = 4 where project_id = ${id}`
    expect(await count(last)).toEqual([false])
  })

  test('a task that is locked is not by it, at once; the others of the batch count', async () => {
    const id = await makeTasks(2)
    const both = await holds(id, 2)
    expect(await whileLocked(both[0]!.form.task_id, () => count(...both))).toEqual([false, true])
  })

  test('a wrong token, a hold that has ended, an answer since the form was read: none of them counts', async () => {
    const id = await makeTasks(4)
    const [wrong, ended, answered, good] = await holds(id, 4)
    await server.sql`update assignments set state = 'released' where id = ${ended!.hold.assignmentId}`
    await server.sql`update tasks set answer_changes = answer_changes + 1 where id = ${answered!.form.task_id}`
    const others = { ...wrong!, hold: { ...wrong!.hold, token: 'x' } }
    expect(await count(others, ended!, answered!, good!)).toEqual([false, false, false, true])
    expect(await server.sql`select from answers where project_id = ${id}`).toHaveLength(1)
  })
})

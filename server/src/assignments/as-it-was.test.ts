import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { Crowds } from '../crowd/crowds.ts'
import type { Sql } from '../database/connect.ts'
import { startTestServer, type TestPerson, type TestServer, textProject } from '../testing/server.ts'
import { countTogether } from './count.ts'
import { endTogether } from './end.ts'
import { findForm } from './find-form.ts'
import type { Hold } from './hold.ts'

/**
 * Between the moment from which a statement sees the database and its locks others commit. What their change tells has a higher number
 * than a batch whose transaction has its own already, though it happened before; so the batch leaves such a task alone. A statement that
 * many share is held up here just there.
 */
let server: TestServer
beforeAll(async () => {
  server = await startTestServer()
})
afterAll(() => server.close())

const lock = 8_713

/** The same connection, whose statements over arrays wait for the lock before they read their first row, and after their snapshot. */
const heldUp = (sql: Sql): Sql =>
  new Proxy(sql, {
    apply(target, self, [strings, ...args]: [TemplateStringsArray, ...unknown[]]) {
      const first = strings[0] as string
      const from = 'select * from jsonb_to_recordset('
      if (!first.includes(from)) return Reflect.apply(target, self, [strings, ...args])
      const waiting = `select g.* from (select pg_advisory_xact_lock_shared(${lock})) wait, jsonb_to_recordset(`
      const changed = [first.replace(from, waiting), ...strings.slice(1)]
      return Reflect.apply(target, self, [Object.assign(changed, { raw: changed }), ...args])
    },
  })

/** @returns what the statement gave, which began before `meanwhile` and went on after it */
async function between<T>(run: (sql: Sql) => Promise<T>, meanwhile: () => Promise<unknown>): Promise<T> {
  const { sql, running } = server
  let outcome: Promise<T> | undefined
  await sql.begin(async (tx) => {
    await tx`select pg_advisory_xact_lock(${lock})`
    outcome = run(heldUp(running.server.hot))
    const isWaiting = async () =>
      (await sql`select from pg_locks where locktype = 'advisory' and objid = ${lock} and not granted`).length > 0
    for (let tries = 0; !(await isWaiting()); tries++) {
      if (tries > 500) throw new Error('The statement does not wait.')
      await sleep(10)
    }
    await meanwhile()
  })
  return outcome as Promise<T>
}

type Held = Hold & { client: TestPerson['client'] }

/** Two tasks, each held by two people, who come in the order in which they took. */
async function holdTwo(): Promise<Held[]> {
  const { id: projectId } = await textProject(server.client, { min_answers: 2, max_answers: 2 })
  for (const sentence of ['a', 'b'])
    await server.client.createTask({ body: { project_id: projectId, task_spec: [{ sentence }] } })
  const held: Held[] = []
  for (let n = 0; n < 4; n++) {
    const { id: workerId, client } = await server.makeWorker(projectId)
    const { assignments } = await client.takeAssignments({ body: { project_id: projectId } })
    const { id: assignmentId, token } = assignments[0]!
    held.push({ projectId, assignmentId, workerId, token, client })
  }
  return held
}

const skip = { reason: 'other', comment: '' } as const
const skipAs = ({ client, assignmentId, token }: Held) =>
  client.skipAssignment({ params: { assignment_id: assignmentId }, body: { token, ...skip } })

const taskOf = async ({ assignmentId }: Hold) =>
  (await server.sql`select task_id from assignments where id = ${assignmentId}`)[0]?.task_id as string

/** One hold of each task, and the other hold of the second task. */
async function pick(): Promise<{ first: Held; second: Held; beside: Held }> {
  const held = await holdTwo()
  const byTask = Map.groupBy(
    await Promise.all(held.map(async (one) => ({ one, task: await taskOf(one) }))),
    (a) => a.task,
  )
  const [a, b] = [...byTask.values()].map((of) => of.map(({ one }) => one)) as [Held[], Held[]]
  return { first: a[0]!, second: b[0]!, beside: b[1]! }
}

test('an answer to a task that somebody skipped meanwhile is not counted by the batch; the others are', async () => {
  const { first, second, beside } = await pick()
  const many = await Promise.all(
    [first, second].map(async (hold) => {
      const form = (await findForm(server.sql, hold))!
      return { hold, pseudonym: 'w', answer: [{ animal: 'cat' }], form }
    }),
  )
  const counted = await between(
    (sql) => countTogether(sql, new Crowds(), many),
    () => skipAs(beside),
  )
  expect(counted.map((one) => one !== null)).toEqual([true, false])
})

test('a skip of a task that somebody skipped meanwhile is not by the batch; the others are', async () => {
  const { first, second, beside } = await pick()
  const ended = await between(
    (sql) =>
      endTogether(
        sql,
        [first, second].map((hold) => ({ hold, how: 'skipped', pseudonym: 'w', ...skip })),
      ),
    () => skipAs(beside),
  )
  expect(ended.map((one) => one !== null)).toEqual([true, false])
})

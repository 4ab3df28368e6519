import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { Crowds } from '../crowd/crowds.ts'
import { connect, type Sql } from '../database/connect.ts'
import type {} from '../testing/postgres.ts'
import { startTestServer, type TestServer, textProject } from '../testing/server.ts'
import { readContents } from './content.ts'
import { countTogether } from './count.ts'
import { endTogether } from './end.ts'
import { findForms } from './find-form.ts'
import type { Hold } from './hold.ts'
import { RememberedForms } from './remembered-forms.ts'
import { takeTogether } from './take-together.ts'
import { Windows } from './windows.ts'

/**
 * How the statements that many requests share are planned: by the same indexes whatever the tables hold and whatever the database knows
 * of them. They are planned once, and a plan from when a table was empty goes on when it has millions of rows.
 */
let server: TestServer
let hot: Sql
beforeAll(async () => {
  server = await startTestServer()
  const [row] = await server.sql<{ name: string }[]>`select current_database() as name`
  hot = connect({
    options: { ...inject('postgres'), database: row?.name as string },
    pool: 1,
    prepare: true,
    hot: true,
  })
})
afterAll(async () => {
  await hot.end()
  await server.close()
})

/** One task taken and answered, and one taken and skipped by somebody else, by the joined statements alone. */
async function cycle(projectId: number, [worker, skipper]: [string, string]): Promise<void> {
  const hold = await take(projectId, worker)
  const [form] = await findForms(hot, [hold])
  const answer = [{ animal: 'cat' }]
  const [counted] = await countTogether(hot, new Crowds(), [{ hold, pseudonym: 'w', answer, form: form! }])
  if (!counted) throw new Error('It does not count.')
  const skip = { how: 'skipped', pseudonym: 'w', reason: 'other', comment: '' } as const
  const [ended] = await endTogether(hot, [{ hold: await take(projectId, skipper), ...skip }])
  if (!ended) throw new Error('It does not end.')
}

async function take(projectId: number, workerId: string): Promise<Hold> {
  const [taken] = await takeTogether(hot, { windows: new Windows(), forms: new RememberedForms() }, [
    { projectId, workerId, count: 1, maxHeld: 1000 },
  ])
  const [given] = taken?.taken ?? []
  if (!given) throw new Error('Nothing was given.')
  await readContents(hot, [{ projectId, taskId: given.task_id }])
  return { projectId, assignmentId: given.id, workerId, token: given.token }
}

/** The plan of each, as it is made for all values. */
async function plans(): Promise<Record<string, string>> {
  const known = await hot<{ statement: string }[]>`
    select statement from pg_prepared_statements where statement like '%jsonb_to_recordset%' and statement not like '%pg_prepared_statements%'`
  const found: Record<string, string> = {}
  for (const { statement } of known) {
    const name = Object.entries(marks).find(([, mark]) => statement.includes(mark))?.[0] ?? statement
    const lines = await hot.unsafe<{ 'QUERY PLAN': string }[]>(`explain (generic_plan) ${statement}`)
    found[name] = lines.map((line) => line['QUERY PLAN']).join('\n')
  }
  return found
}

const marks = {
  look: 'pg_snapshot_xmin',
  claim: 'gold_locked',
  content: 'as w (project_id int, task_id uuid)',
  form: 'is_completed,',
  count: 'is_gold boolean, is_completed',
  end: 'how text',
}

// As long as little is known of the table: by the id as well, once for each status, or workspace, that there is.
const task = /tasks_pkey|tasks_status/
const project = /projects_pkey|projects_workspace/

/** What each looks rows up by. */
const indexes: Record<keyof typeof marks, RegExp[]> = {
  look: [/tasks_queue/],
  claim: [
    task,
    /assignments_held/,
    project,
    /worker_cursors_pkey/,
    /project_workers_pkey/,
    /items_pkey/,
    /project_versions_pkey/,
  ],
  content: [task, /items_pkey/, /project_versions_pkey/],
  form: [task, /assignments_pkey/, /answers_pkey/, /project_versions_pkey/],
  count: [task, /assignments_pkey/, project],
  end: [task, /assignments_pkey/, project],
}

async function check(when: string): Promise<void> {
  const found = await plans()
  expect(Object.keys(found).sort(), when).toEqual(Object.keys(indexes).sort())
  for (const [name, used] of Object.entries(indexes)) {
    const plan = found[name] as string
    for (const index of used) expect(plan, `${name}, ${when}`).toMatch(index)
    expect(plan, `${name}, ${when}`).not.toMatch(/Seq Scan|Hash Join|Merge Join|Bitmap/)
    // A look-up that names the project alone reads all that it has.
    for (const [scan] of plan.matchAll(
      /Scan using \S+ on (?:tasks|items|assignments|answers|results)\b.*\n\s*Index Cond: .*/g,
    ))
      expect(scan, `${name}, ${when}`).toContain(' AND ')
  }
}

test('on tables that are empty, that were when they were last looked at, and with 100,000 rows', {
  timeout: 120_000,
}, async () => {
  const { id } = await textProject(server.client)
  const people: [string, string] = [(await server.makeWorker(id)).id, (await server.makeWorker(id)).id]
  for (let n = 0; n < 12; n++)
    await server.client.createTask({ body: { project_id: id, task_spec: [{ sentence: `${n}` }] } })
  await cycle(id, people)
  await check('nothing known')
  const look = () =>
    server.running.server
      .patient`analyze tasks, items, assignments, answers, results, events, projects, worker_cursors, people`
  await look()
  await cycle(id, people)
  await check('known to be small')
  await server.running.server.patient.begin(async (tx) => {
    await tx`set local session_replication_role = replica`
    await tx`
      insert into tasks (project_id, id, version, wanted, status, item_count, content_hash)
      select ${id}, gen_random_uuid(), 1, 1, 'open', 1, n::text from generate_series(1, 100000) n`
    await tx`
      insert into assignments (project_id, id, task_id, worker_id, token, version, deadline, max_deadline, state)
      select ${id}, gen_random_uuid(), gen_random_uuid(), md5((n % 200)::text)::uuid, 'token', 1, now(), now(), 'submitted'
      from generate_series(1, 100000) n`
    await tx`
      insert into answers (project_id, task_id, worker_id, assignment_id, state, version, "values", seconds)
      select project_id, task_id, worker_id, id, 'counted', 1, '[]', 1 from assignments where state = 'submitted' and token = 'token'`
  })
  await cycle(id, people)
  await check('grown since')
  await look()
  await cycle(id, people)
  await check('known to be large')
})

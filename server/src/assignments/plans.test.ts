import { afterAll, beforeAll, expect, test } from 'vitest'
import { heldBy } from '../answers/of-worker.ts'
import { answerStands } from '../answers/stands.ts'
import { startTestServer, type TestServer } from '../testing/server.ts'

let server: TestServer
beforeAll(async () => {
  server = await startTestServer()
})
afterAll(() => server.close())

const nobody = '00000000-0000-0000-0000-000000000000'

/** As it is planned once for all values, with what the database knows of its tables. */
async function planOf(statement: { describe: () => Promise<{ string: string }> }): Promise<string> {
  const { string } = await statement.describe()
  const lines = await server.sql.unsafe<{ 'QUERY PLAN': string }[]>(`explain (generic_plan) ${string}`)
  return lines.map((line) => line['QUERY PLAN']).join('\n')
}

test('how much somebody holds is counted by the index of what is held, whatever the tables held when they were looked at', async () => {
  const { sql } = server
  const held = () => planOf(sql`select ${heldBy(sql, 1, nobody)}` as never)
  const plans = [await held()]
  for (const rows of [1, 30, 3000]) {
    await sql.begin(async (tx) => {
      await tx`set local session_replication_role = replica`
      await tx`
        insert into assignments (project_id, id, task_id, worker_id, token, version, deadline, max_deadline, state)
        select 1, gen_random_uuid(), gen_random_uuid(), ${nobody}, 'token', 1, now(), now(), 'submitted' from generate_series(1, ${rows}::int)`
    })
    plans.push(await held())
    await sql`analyze assignments`
    plans.push(await held())
  }
  for (const plan of plans) expect(plan).toContain('assignments_held')
})

test('whether the answer to gold stands is seen by its task, while nothing is known of the tables', async () => {
  const { sql } = server
  await sql.begin(async (tx) => {
    await tx`set local session_replication_role = replica`
    await tx`
      insert into answers (project_id, task_id, worker_id, assignment_id, state, version, "values", seconds)
      select 1, gen_random_uuid(), ${nobody}, gen_random_uuid(), 'counted', 1, '[]', 1 from generate_series(1, 500)`
  })
  const plan = await planOf(
    sql`select count(*) from gold_scores s where s.project_id = ${1} and s.worker_id = ${nobody} and ${answerStands(sql)}` as never,
  )
  expect(plan).toContain('answers_pkey')
  expect(plan).not.toContain('Join')
})

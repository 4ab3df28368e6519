import { afterAll, beforeAll, test } from 'vitest'
import { startTestServer, type TestServer, textProject } from '../testing/server.ts'
import { makeAnswers } from './crowd.fixture.ts'
let server: TestServer
beforeAll(async () => { server = await startTestServer() })
afterAll(() => server.close())
test('measure', { timeout: 900_000 }, async () => {
  const project = await textProject(server.client, { min_answers: 3 })
  const { workers } = await makeAnswers(server.sql, project.id, { tasks: 100, workers: 50, overlap: 3 }, () => ({ animal: 'cat' }))
  await server.sql`insert into tasks (project_id, id, version, status, wanted, answered, item_count, content_hash)
    select ${project.id}, gen_random_uuid(), 1, 'completed', 3, 3, 1, '' from generate_series(1, 333400)`
  await server.sql`insert into answers (project_id, task_id, worker_id, assignment_id, state, version, "values", seconds, submitted_at)
    select t.project_id, t.id, w.id, gen_random_uuid(), 'counted', 1, '[{"animal":"cat"}]', random() * 10, now() - random() * interval '10 days'
    from tasks t cross join lateral (select id from unnest(${workers}::uuid[]) with ordinality u (id, n) where (('x' || left(t.id::text, 7))::bit(28)::int + n) % 50 < 3) w
    where t.project_id = ${project.id} and t.name is null`
  await server.sql`vacuum analyze answers`
  const [n] = await server.sql`select count(*)::int as n from answers`
  await server.sql`insert into crowds (project_id, refit) values (${project.id}, 1)`
  await server.sql`insert into worker_agreement (project_id, worker_id, agreed, compared) select ${project.id}, id, 5, 10 from unnest(${workers}::uuid[]) id`
  const time = async () => { const b = performance.now(); const { data } = await server.client.listProjectWorkers({ params: { project_id: project.id } }); return [Math.round(performance.now() - b), data.length, JSON.stringify(data[0])] }
  const join = async () => { const b = performance.now(); await server.sql`
     select a.worker_id, count(*) filter (where a."values" -> 0 ->> 'animal' = r.fields -> 0 -> 'animal' ->> 'value') from answers a left join results r on r.project_id = a.project_id and r.task_id = a.task_id where a.project_id = ${project.id} group by 1`; return Math.round(performance.now() - b) }
  await server.sql`insert into results (project_id, task_id, fields, answers, confidence) select project_id, id, '[{"animal":{"value":"cat","confidence":1,"votes":[]}}]', 3, 1 from tasks where project_id = ${project.id} on conflict do nothing`
  await server.sql`vacuum analyze results`
  for (let i = 0; i < 4; i++) console.log('MEASURE', n?.n, await time(), 'join way', await join())
})

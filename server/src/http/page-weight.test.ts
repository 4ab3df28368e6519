import { endpoints, type OperationId } from '@whisker/api/endpoints.ts'
import type { Project } from '@whisker/api/project-settings.ts'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { weighedCursor } from '../database/weighed-cursor.ts'
import { ask } from '../testing/ask.ts'
import { startTestServer, type TestPerson, type TestServer, textProject } from '../testing/server.ts'

let server: TestServer
let project: Project
let taskIds: string[]
let worker: TestPerson
beforeAll(async () => {
  server = await startTestServer()
  project = await textProject(server.client)
  taskIds = []
  for (let n = 0; n < 7; n++)
    taskIds.push(
      (await server.client.createTask({ body: { project_id: project.id, task_spec: [{ sentence: `${n}` }] } })).id,
    )
  worker = await server.makeWorker(project.id)
})
afterAll(() => server.close())

/** Strangers' words: of seven rows the fourth is 9 MB, the others 2.6 MB. */
const heavy = (n: string) => `repeat('x', case ${n} when 4 then 9000000 else 2600000 end)`

type Heavy = {
  path: () => string
  key?: () => string
  /** The most that may be asked for, if not a thousand. */
  limit?: number
  /** Makes the rows heavy. @returns how many rows the list has */
  fill: () => Promise<number>
}
const run = (text: string) => server.sql.unsafe(text)
const byTask = `select row_number() over (order by id) as n, id, project_id from tasks where project_id = PROJECT`
const from = (text: string) => text.replaceAll('PROJECT', String(project.id)).replaceAll('WORKER', `'${worker.id}'`)

/**
 * Every list of the API: how its rows get heavy, or why they cannot. A new list that is not here fails the first test; one
 * that is not fitted to a page's weight (database/fit.ts) fails the others.
 */
const lists: Partial<Record<OperationId, Heavy | string>> = {
  listTasks: {
    path: () => `/tasks?project_id=${project.id}&`,
    fill: async () => {
      await run(
        from(`update items i set "values" = jsonb_build_object('sentence', ${heavy('k.n')})
        from (${byTask}) k where i.project_id = k.project_id and i.task_id = k.id`),
      )
      return 7
    },
  },
  listAnswers: {
    path: () => `/tasks/${taskIds[0]}/answers?`,
    fill: async () => {
      await run(
        from(`with w as (insert into people (name) select 'w' || n from generate_series(1, 7) n returning id)
        insert into answers (project_id, task_id, worker_id, assignment_id, state, version, "values", seconds)
        select PROJECT, '${taskIds[0]}', id, gen_random_uuid(), 'late', 1,
               jsonb_build_array(jsonb_build_object('animal', ${heavy('row_number() over (order by id)')})), 1 from w`),
      )
      return 7
    },
  },
  listProjectAnswers: {
    path: () => `/projects/${project.id}/answers?`,
    fill: async () => ownAnswers().then(() => 14),
  },
  listOwnAnswers: {
    path: () => `/worker/answers?project_id=${project.id}&`,
    key: () => worker.token,
    limit: 50,
    fill: async () => 7,
  },
  listGold: {
    path: () => `/projects/${project.id}/gold?`,
    fill: async () => {
      await run(
        from(`insert into gold (project_id, task_id, answer, source)
        select project_id, id, jsonb_build_array(jsonb_build_object('animal', ${heavy('n')})), 'api' from (${byTask}) k`),
      )
      return 7
    },
  },
  listReports: {
    path: () => `/projects/${project.id}/reports?`,
    fill: async () => {
      await run(
        from(`insert into reports (project_id, assignment_id, task_id, reason, comment)
        select project_id, id, task_id, 'other', ${heavy('row_number() over (order by task_id)')} from assignments
        where project_id = PROJECT and state = 'submitted'`),
      )
      return 7
    },
  },
  listSkippedTasks: {
    path: () => `/projects/${project.id}/skipped-tasks?`,
    fill: async () => {
      await run(from(`update assignments set state = 'skipped', ended_at = now() where project_id = PROJECT`))
      await run(
        from(`insert into skips (project_id, assignment_id, reason, comment)
        select project_id, id, 'other', ${heavy('row_number() over (order by task_id)')} from assignments where project_id = PROJECT`),
      )
      await run(from(`update tasks set skips = 1 where project_id = PROJECT`))
      return 7
    },
  },
  listCorrections: {
    path: () => `/tasks/${taskIds[0]}/corrections?`,
    fill: async () => {
      await run(
        from(`insert into corrections (project_id, task_id, result, comment, status_before, ended_at)
        select PROJECT, '${taskIds[0]}', jsonb_build_array(jsonb_build_object('animal', ${heavy('n')})), n::text, 'open', now()
        from generate_series(1, 7) n`),
      )
      return 7
    },
  },
  listTaskEvents: {
    path: () => `/tasks/${taskIds[0]}/events?`,
    fill: async () => {
      await run(from(`delete from events where project_id = PROJECT`))
      await run(
        from(`insert into events (project_id, workspace_id, type, data)
        select PROJECT, 1, 'task.reported', jsonb_build_object('task_id', '${taskIds[0]}', 'comment', ${heavy('n')})
        from generate_series(1, 7) n`),
      )
      return 7
    },
  },
  listEvents: { path: () => `/events?project_id=${project.id}&`, fill: async () => 7 },
  listDeliveries: {
    path: () => `/webhooks/${webhook}/deliveries?`,
    fill: async () => {
      const made = await server.client.createWebhook({
        body: { url: 'https://hooks.example.org/', event_types: ['webhook.test'] },
      })
      webhook = made.id
      await run(
        from(`insert into deliveries (webhook_id, id, event_project_id, event_id, state, attempts, next_attempt_at)
        select '${webhook}', gen_random_uuid(), project_id, id, 'failed', 1, null from events where project_id = PROJECT`),
      )
      await run(`insert into delivery_attempts (webhook_id, delivery_id, attempt, ok, duration_ms, response)
        select webhook_id, id, 1, false, 1, ${heavy('row_number() over (order by id)')} from deliveries where webhook_id = '${webhook}'`)
      return 7
    },
  },
  listReleases: {
    path: () => `/projects/${project.id}/releases?`,
    fill: async () => {
      for (let n = 1; n <= 7; n++)
        await server.client.createRelease({ params: { project_id: project.id }, body: { name: `${n}` } })
      await run(from(`update releases set notes = ${heavy('number')} where project_id = PROJECT`))
      return 7
    },
  },
  listBucketObjects: {
    path: () => `/projects/${project.id}/bucket/objects?`,
    fill: async () => {
      await run(
        from(`insert into buckets (project_id, endpoint, region, bucket, prefix, pattern, field, interval_minutes, paused_at)
          values (PROJECT, 'http://127.0.0.1', 'eu', 'pictures', '', '', 'picture', 60, now())`),
      )
      await run(
        from(`insert into bucket_objects (project_id, key, etag, size_bytes, state, detail)
          select PROJECT, n::text, 'etag', 1, 'failed', ${heavy('n')} from generate_series(1, 7) n`),
      )
      return 7
    },
  },
  listProjectVersions: {
    path: () => `/projects/${project.id}/versions?`,
    fill: async () => {
      await run(
        from(`insert into project_versions (project_id, version, input_spec, output_spec)
        select PROJECT, n, input_spec, ${options('n - 1')} from project_versions, generate_series(2, 8) n where project_id = PROJECT and version = 1`),
      )
      return 8
    },
  },
  listProjects: {
    path: () => '/projects?',
    fill: async () => {
      for (let n = 0; n < 6; n++) await textProject(server.client)
      await run(`update project_versions v set output_spec = ${options('k.n')}
        from (select id, row_number() over (order by id) as n from projects where workspace_id = 1) k where v.project_id = k.id and v.version = 1`)
      return 7
    },
  },
  listWorkerProjects: {
    path: () => '/worker/projects?',
    key: () => worker.token,
    fill: async () => {
      await run(
        `insert into project_workers (project_id, person_id) select id, '${worker.id}' from projects where workspace_id = 1 on conflict do nothing`,
      )
      return 7
    },
  },
  listAudit: 'a line each: names, which are short',
  listSessions: 'the last 200 of a person, each a line',
  listMembers: 'each came by a link that somebody of the workspace sent; a name and an address',
  listInvitations: 'the last 500, each an address',
  listApiKeys: 'a name each, made by hand',
  previewConfidence: 'one line for each field that was sent',
  listProjectWorkers: 'a thousand at most, with figures of each field',
  listDeletions: 'a thousand lines of about 200 bytes',
  listAppeals: 'two hundred at most, of two comments of 1,000 characters',
  listSuspicions: 'worked out: at most a hundred of each kind',
  listSynonymSuggestions: 'worked out by a refit: a few of each field',
  listWebhooks: 'made by hand, each an address and a line',
}

let webhook = ''

/** Options of a form that nobody is refused: `n` tells how many. */
const options = (n: string) => `(
  select jsonb_agg(jsonb_build_object('type', 'select', 'name', 'f' || f, 'label', '', 'help', '', 'required', true, 'options', (
    select jsonb_agg(jsonb_build_object('value', rpad('o' || o, 200, 'x'), 'label', rpad('', 200, 'y'))) from generate_series(1, 500) o)))
  from generate_series(1, case ${n} when 4 then 42 else 12 end) f)`

/** Seven answers of one worker, each with its hold; what comes behind uses the holds. */
async function ownAnswers(): Promise<void> {
  await run(
    from(`insert into assignments (project_id, id, task_id, worker_id, token, state, deadline, max_deadline)
    select project_id, gen_random_uuid(), id, WORKER, '', 'submitted', now(), now() from (${byTask}) k`),
  )
  await run(
    from(`insert into answers (project_id, task_id, worker_id, assignment_id, state, version, "values", seconds)
    select a.project_id, a.task_id, WORKER, a.id, 'late', 1, jsonb_build_array(jsonb_build_object('animal', ${heavy('k.n')})), 1
    from (${byTask}) k join assignments a on a.project_id = k.project_id and a.task_id = k.id`),
  )
}

test('F12 every list of the API is known here', () => {
  const withData = Object.entries(endpoints).filter(
    ([, endpoint]) =>
      'response' in endpoint && 'shape' in endpoint.response && 'data' in (endpoint.response.shape as object),
  )
  expect(withData.map(([name]) => name).sort()).toEqual(Object.keys(lists).sort())
})

describe('F12 a page ends at 8 MB, and `next` goes on; one row that is larger is still given', () => {
  const heavyLists = Object.entries(lists).filter((entry): entry is [string, Heavy] => typeof entry[1] !== 'string')
  test.each(heavyLists)('%s', async (_, { path, key, fill, limit = 1000 }) => {
    const rows = await fill()
    const seen = new Set<string>()
    const sizes: number[] = []
    for (let after: string | undefined; sizes.length < 12; ) {
      const url = `${server.url}${path()}limit=${limit}${after ? `&after=${after}` : ''}`
      const { text, status } = await ask(url, { key: key?.() ?? server.key })
      expect(status, text.slice(0, 300)).toBe(200)
      const { data, next } = JSON.parse(text) as { data: object[]; next?: string }
      for (const row of data) seen.add(JSON.stringify(row))
      if (data.length > 0) sizes.push(text.length)
      if (!next || data.length === 0) break
      after = next
    }
    expect(seen.size).toBe(rows)
    // A form's JSON has blanks in the database and none on its way.
    for (const size of sizes) expect(size < 8_100_000 || (size > 8_900_000 && size < 9_600_000), `${sizes}`).toBe(true)
    expect(sizes.length).toBeGreaterThanOrEqual(3)
  })
})

test('F12 what explains a result leaves out answers that are too large together, and says how many', async () => {
  const task = taskIds[0] as string
  await run(from(`update answers set state = 'counted' where project_id = PROJECT and task_id = '${task}'`))
  await run(
    from(
      `insert into results (project_id, task_id, fields, answers, confidence) values (PROJECT, '${task}', '[]', 7, 1)`,
    ),
  )
  const { text, status } = await ask(`${server.url}/tasks/${task}/explanation`, { key: server.key })
  expect(status).toBe(200)
  expect(text.length).toBeLessThan(8_100_000)
  const { answers, answers_left_out } = JSON.parse(text) as { answers: object[]; answers_left_out: number }
  expect([answers.length, answers_left_out]).toEqual([3, 5])
})

test('F12 a stream is read in batches of few heavy rows', async () => {
  const batches: number[] = []
  await server.sql.begin(async (tx) => {
    const heavy = tx`select repeat('x', 3000000) as row from generate_series(1, ${12}::int) n`
    for await (const rows of weighedCursor<{ row: string }>(tx, heavy, 500, ({ row }) => row.length))
      batches.push(rows.length)
    expect(batches).toEqual([4, ...Array(8).fill(1)])
    batches.length = 0
    const light = tx`select n::text as row from generate_series(1, 3000) n`
    for await (const rows of weighedCursor<{ row: string }>(tx, light, 500, ({ row }) => row.length))
      batches.push(rows.length)
  })
  expect(batches).toEqual([4, 20, 100, 500, 500, 500, 500, 500, 376])
})

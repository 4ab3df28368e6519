import postgres from 'postgres'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import type {} from '../../server/src/testing/postgres.ts'
import { startTestServer, type TestServer } from '../../server/src/testing/server.ts'
import { pause } from './ask.ts'
import { checkHistory } from './check.ts'
import { catchUp, follow } from './clients/follow.ts'
import { runClients } from './clients/run.ts'
import { makeSite, type Site } from './clients/site.ts'
import { drain } from './drain.ts'
import { History } from './history.ts'

/** The checker itself: on a run in which all went well it finds nothing, and what is broken afterwards it finds. */
let server: TestServer
let sql: postgres.Sql
let site: Site
const history = new History()
const kinds = ['task', 'answer', 'hold', 'status', 'correction', 'overlap']

const done = (kind: string, value?: string) =>
  history.steps.some((step) => step.what === kind && step.outcome === 'ok' && (!value || step.value === value))

beforeAll(async () => {
  server = await startTestServer({ PERSON_REQUESTS_PER_S: '100000', SKIPS_PER_MINUTE: '100000' })
  const { key, client, url } = server
  const [row] = await server.sql<{ name: string }[]>`select current_database() as name`
  sql = postgres({ ...inject('postgres'), database: row?.name as string, max: 1, onnotice: () => {} })
  site = await makeSite({ key, client: () => client, url: () => url }, ['steady', 'moving', 'gold'])
  const [load, following] = [new AbortController(), new AbortController()]
  const run = { ...site, history, random: Math.random, stop: load.signal }
  const follower = follow({ ...run, stop: following.signal })
  const clients = runClients(run)
  const isDone = () => kinds.every((kind) => done(kind)) && done('hold', 'skipped') && done('hold', 'released')
  for (const end = performance.now() + 20_000; !isDone() && performance.now() < end; ) await pause(100)
  load.abort()
  await clients
  await drain(run, sql)
  // What works in the background must not write on when nobody is told any more, wait for what is broken below, nor mend it.
  await server.running.endLoops()
  await catchUp(sql, run, { stop: following, ended: follower })
  await server.running.close()
})
afterAll(async () => {
  await sql.end()
  await server.close()
})

const check = (tx: postgres.Sql, about = history) => checkHistory(tx, site, about)

test('C-20 a run in which all went well has no fault', async () => {
  expect(await check(sql)).toEqual([])
  expect(kinds.filter((kind) => !done(kind))).toEqual([])
})

/** A guard that is off for once: what it would have let happen, and what the checker says. */
const breaks: [string, string, RegExp][] = [
  [
    'a task is lost',
    `delete from tasks where id = (select id from tasks limit 1)`,
    /task was acknowledged as ".+", and is "nothing"/,
  ],
  [
    'a task is there twice',
    `drop index tasks_external_id, tasks_content;
     insert into tasks (project_id, id, version, wanted, status, item_count, external_id, content_hash)
       select project_id, '00000000-0000-8000-8000-000000000000', version, wanted, 'cancelled', 1, external_id, content_hash from tasks order by id desc limit 1;
     insert into items select project_id, '00000000-0000-8000-8000-000000000000', 0, i."values" from items i
       where task_id = (select id from tasks order by id desc limit 1)`,
    /task was acknowledged as "(.+)", and is "\1 and \1"/,
  ],
  [
    'a task asks something else',
    `update items set "values" = '{"asked": "x"}' where task_id = (select id from tasks limit 1)`,
    /and is "x"/,
  ],
  [
    'an answer is lost',
    `delete from answers where assignment_id = (select assignment_id from answers limit 1)`,
    /answer was acknowledged as ".+", and is "none"/,
  ],
  [
    'an answer is another',
    `update answers set "values" = '[{"animal": "owl"}]' where assignment_id = (select assignment_id from answers limit 1)`,
    /and is "owl"/,
  ],
  [
    'an answer counts twice',
    `alter table answers drop constraint answers_pkey; insert into answers select * from answers limit 1`,
    /one person has answered a task twice/,
  ],
  [
    'a trigger raises what is answered',
    `alter table tasks drop constraint exactly_n;
     create function raise_answered() returns trigger language plpgsql as $$
       begin new.answered := new.answered + 1; return new; end $$;
     create trigger raise_answered before update on tasks for each row execute function raise_answered();
     update tasks set name = 'x' where id = (select id from tasks limit 1)`,
    /the counters of a task are not its rows/,
  ],
  [
    'a skip is forgotten',
    `delete from skips; update assignments set state = 'released' where state = 'skipped'`,
    /hold was acknowledged as "skipped", and is "released"/,
  ],
  [
    'a cancellation is forgotten',
    `update tasks set status = 'open' where status = 'cancelled'`,
    /status was acknowledged as "cancelled", and is "open"/,
  ],
  [
    'a task stays behind',
    `update tasks set status = 'open' where id = (select id from tasks where status = 'completed' limit 1)`,
    /people who have done nothing are not given it/,
  ],
  [
    'a correction is forgotten',
    `update results set corrected_at = null`,
    /correction was acknowledged as "fox", and is "none"/,
  ],
  [
    'an overlap is forgotten',
    `update projects set min_answers = 9, max_answers = 9`,
    /overlap was acknowledged as ".+", and is "9-9"/,
  ],
  [
    'a result is lost',
    // A task that waits for a reviewer may have one or not.
    `delete from results where task_id = (select id from tasks where status = 'completed' limit 1)`,
    /a task and its result do not belong together/,
  ],
  ['an event is lost', `delete from events where type = 'task.completed'`, /an event was told, and is not there/],
  [
    'an event is there twice',
    `insert into events (project_id, workspace_id, type, data) select project_id, workspace_id, type, data from events where type = 'task.completed' limit 1`,
    /an event was not told.*the task became completed twice/s,
  ],
]

test.each(breaks)('C-20 the checker sees it when %s', async (_, statements, told) => {
  const undone = new Error('undone')
  const broken = sql.begin(async (tx) => {
    await tx.unsafe(statements)
    expect((await check(tx as unknown as postgres.Sql)).join('\n')).toMatch(told)
    throw undone
  })
  await expect(broken).rejects.toBe(undone)
})

/** The same run, told in another way. */
function retold(change: (history: History) => void): History {
  const copy = Object.assign(new History(), structuredClone({ ...history }))
  change(copy)
  return copy
}

test.each<[string, (history: History) => void, RegExp]>([
  ['an event is told twice', ({ told }) => told.push(told.at(-1)!), /an event was told 2 times/],
  ['an event is not told', ({ told }) => told.pop(), /an event was not told/],
  ['events are told in another order', ({ told }) => told.unshift(told.pop()!), /an event was told too late/],
  [
    'what was refused is there',
    ({ steps }) => (steps.find(({ what, outcome }) => what === 'task' && outcome === 'ok')!.outcome = 'fail'),
    /task was refused, and is/,
  ],
  [
    'a task is offered that is done, to who has done it',
    // Each of them: the last one may be of a task that wants more, or whose answer is known.
    ({ offers, steps }) => {
      for (const { what, outcome, id } of steps)
        if (what === 'answer' && outcome === 'ok') offers.push({ hold: id, from: 1e9, to: 1e9 })
    },
    /a task was offered after task\.\w+ was told.*a task was offered to who had answered it/s,
  ],
  [
    'a hold was given and is not there',
    ({ offers }) => offers.push({ hold: crypto.randomUUID(), from: 0, to: 0 }),
    /a hold was given, and is not there/,
  ],
  [
    'more people hold a task than it has places for',
    ({ offers, steps }) => {
      for (const offer of offers) Object.assign(offer, { from: 0, to: 0 })
      for (const step of steps) if (step.what === 'hold') step.from = 1e9
    },
    /more holds at one time than places/,
  ],
])('C-20 the checker sees it when %s', async (_, change, told) => {
  expect((await check(sql, retold(change))).join('\n')).toMatch(told)
})

test('C-20 what was never answered may be there or not', async () => {
  const open = retold(({ steps }) => {
    for (const step of steps) step.outcome = 'unknown'
  })
  expect(await check(sql, open)).toEqual([])
})

import type { OutputField } from '@whisker/api/fields.ts'
import type { ProjectDraft } from '@whisker/api/project-settings.ts'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { makeAnswers, refitNow } from '../crowd/crowd.fixture.ts'
import { resultColumns } from '../results/result-row.ts'
import { answerNext } from '../testing/answer-task.ts'
import { startTestServer, type TestServer, textProject } from '../testing/server.ts'
import { foldChanges } from './fold-changes.ts'
import { projectSummary } from './summary.ts'

let server: TestServer
beforeAll(async () => {
  server = await startTestServer()
})
afterAll(() => server.close())

type Values = Record<string, string | number | string[]>

/** A project, and what each of its workers answers to each of its tasks. */
async function answered(draft: Partial<ProjectDraft>, ...tasks: Values[][]) {
  const project = await textProject(server.client, draft)
  const ids: string[] = []
  for (const n of tasks.keys())
    ids.push(
      (await server.client.createTask({ body: { project_id: project.id, task_spec: [{ sentence: `${n}` }] } })).id,
    )
  const max = Math.max(0, ...tasks.map((answers) => answers.length))
  for (let w = 0; w < max; w++) {
    const worker = await server.makeWorker(project.id)
    for (const { [w]: values } of tasks) if (values) await answerNext(worker, project.id, values)
  }
  return { project, params: { project_id: project.id }, ids }
}

describe('GET /projects/{id}/summary', () => {
  test('labels of each kind of field, the most frequent first', async () => {
    const { params } = await answered(
      {
        output_spec: [
          { name: 'animal', type: 'radio', options: [{ value: 'cat' }, { value: 'dog' }, { value: 'fox' }] },
          { name: 'seen', type: 'checkbox', required: false, options: [{ value: 'ears' }, { value: 'tail' }] },
          { name: 'stars', type: 'rating', max: 3 },
          { name: 'legs', type: 'number' },
        ],
      },
      [{ animal: 'cat', stars: 3, legs: 4, seen: ['ears', 'tail'] }],
      [{ animal: 'cat', stars: 1, legs: 3.5, seen: ['ears'] }],
      [{ animal: 'dog', stars: 3, legs: 24 }],
    )
    const { fields, ...summary } = await server.client.readSummary({ params })
    expect(summary).toMatchObject({ ...params, results: 3, answers: 3, answers_per_task: 1, agreement: null })
    expect(summary.confidence.reduce((sum, { tasks }) => sum + tasks, 0)).toBe(3)
    const none = { values: 0, tasks: 0 }
    const bars = fields.pop()?.histogram as { from: number; to: number; tasks: number }[]
    expect(fields).toEqual([
      {
        ...{ field: 'animal', type: 'radio', others: none, none: 0, histogram: null },
        values: [
          { value: 'cat', tasks: 2 },
          { value: 'dog', tasks: 1 },
        ],
      },
      {
        ...{ field: 'seen', type: 'checkbox', others: none, none: 1, histogram: null },
        values: [
          { value: 'ears', tasks: 2 },
          { value: 'tail', tasks: 1 },
        ],
      },
      {
        ...{ field: 'stars', type: 'rating', others: none, none: 0 },
        values: [
          { value: '3', tasks: 2 },
          { value: '1', tasks: 1 },
        ],
        histogram: [1, 0, 2].map((tasks, n) => ({ from: n + 1, to: n + 1, tasks })),
      },
    ])
    expect([bars.length, bars[0]?.from, bars.at(-1)?.to]).toEqual([20, 3.5, 24])
    expect(bars.flatMap(({ tasks }, at) => (tasks > 0 ? [[at, tasks]] : []))).toEqual([
      [0, 2],
      [19, 1],
    ])
  })

  test('each value is found by the list of tasks as often as it is counted; beyond fifty only their number', async () => {
    const { project, params } = await answered({})
    await makeLabelled(project.id, 60, (n) => [n % 3 === 0 ? 'cat' : `animal ${n}`, n % 2 === 0 ? 'cat' : `also ${n}`])
    const { results, fields } = await server.client.readSummary({ params })
    const [{ values, others }] = fields as [(typeof fields)[0]]
    expect([results, values.length, values[0]]).toEqual([60, 50, { value: 'cat', tasks: 40 }])
    expect(others).toEqual({ values: 71 - 50, tasks: 71 - 50 })
    for (const { value, tasks } of values.slice(0, 2)) {
      const query = { project_id: project.id, label: `animal=${value}`, limit: 1000 }
      expect((await server.client.listTasks({ query })).data).toHaveLength(tasks)
    }
  })

  test('agreement is the mean share of votes for the result; ticks are questions of their own', async () => {
    const options = ['a', 'b', 'c', 'd'].map((value) => ({ value }))
    const cats = await answered(
      { min_answers: 3 },
      [{ animal: 'cat' }, { animal: 'cat' }, { animal: 'dog' }],
      [{ animal: 'owl' }, { animal: 'owl' }, { animal: 'owl' }],
    )
    expect((await server.client.readSummary(cats)).agreement).toBeCloseTo((2 / 3 + 1) / 2)
    const ticks = await answered({ min_answers: 2, output_spec: [{ name: 'seen', type: 'checkbox', options }] }, [
      { seen: ['a', 'b'] },
      { seen: ['a', 'b'] },
    ])
    expect((await server.client.readSummary(ticks)).agreement).toBe(1)
    await server.sql`
      update results set fields = jsonb_set(fields, '{0,seen,votes}',
        '[{"value": "a", "count": 2}, {"value": "b", "count": 1}, {"value": "c", "count": 1}, {"value": "d", "count": 0}]')
      where project_id = ${ticks.project.id}`
    await foldChanges(server.sql, ticks.project.id)
    expect(await figuresOf(ticks.project.id)).toMatchObject({ agreement: (1 + 0.5 + 0.5 + 1) / 4 })
  })

  test('what the rest costs and takes', async () => {
    const { params } = await answered(
      { min_answers: 2, max_answers: 5 },
      [{ animal: 'cat' }, { animal: 'cat' }],
      [{ animal: 'dog' }],
      [],
    )
    const [[task]] = await Promise.all([
      server.sql`select id from tasks where project_id = ${params.project_id} order by id limit 1`,
    ])
    await server.sql`update tasks set status = 'completed', wanted = 3, answered = 3 where id = ${task?.id}`
    const summary = await server.client.readSummary({ params })
    expect(summary).toMatchObject({
      answers: 4,
      answers_per_task: 3,
      // 2 + 2 wanted of two tasks, one given; 3 + 3 as the one before; 5 + 5 at the most.
      answers_to_come: { least: 3, expected: 5, most: 9 },
      answers_last_hour: 3,
      seconds_left: (5 / 3) * 3600,
    })
    expect(summary.hours).toHaveLength(48)
    expect(summary.hours.at(-1)?.answers ?? 0 + (summary.hours.at(-2)?.answers ?? 0)).toBe(3)
    const [from, to] = [summary.hours[0]?.from, summary.hours[47]?.from].map((at) => Date.parse(at as string))
    expect((to as number) - (from as number)).toBe(47 * 3_600_000)
  })

  test('an empty project has no figures to divide by', async () => {
    const { params } = await answered({})
    expect(await server.client.readSummary({ params })).toMatchObject({
      ...{ results: 0, agreement: null, answers: 0, answers_per_task: null, seconds_left: null, answers_last_hour: 0 },
      answers_to_come: { least: 0, expected: 0, most: 0 },
      fields: [
        { field: 'animal', type: 'input', values: [], others: { values: 0, tasks: 0 }, none: 0, histogram: null },
      ],
    })
  })
})

describe('the figures', () => {
  test('are those of the results, whatever is done to them', async () => {
    const { project, params, ids } = await answered(
      { min_answers: 2, confidence: 0.6 },
      [{ animal: 'cat' }, { animal: 'cat' }],
      [{ animal: 'dog' }, { animal: 'owl' }],
      [{ animal: 'fox' }, { animal: 'fox' }],
    )
    // Loops change results as well (asked on, opened again): between the two looks, too.
    const truth = (what: string) =>
      vi.waitFor(async () => {
        await foldAll(project.id)
        expect(await figuresOf(project.id), what).toEqual(await recounted(project.id))
      }, 15_000)
    await truth('answered')
    const task = { params: { task_id: ids[0] as string } }
    await server.client.correctTask({ ...task, body: { result: [{ animal: 'lynx' }], comment: '' } })
    await truth('corrected')
    await server.client.undoCorrection(task)
    await truth('undone')
    const gold = { params: { task_id: ids[2] as string } }
    await server.client.markGold({ ...gold, body: { answer: [{ animal: 'wolf' }] } })
    await truth('marked as gold')
    await server.client.unmarkGold(gold)
    await truth('unmarked')
    await server.client.askAgain({ ...task, body: { count: 1 } })
    await answerNext(await server.makeWorker(project.id), project.id, { animal: 'dog' })
    await truth('asked again')
    await server.client.editProject({ params, body: { min_answers: 4 } })
    await truth('more wanted')
    await server.sql`delete from results where project_id = ${project.id}`
    await truth('all gone')
  })

  test('are those of the results after a refit', async () => {
    const { project } = await answered({ min_answers: 3 })
    const names = ['cat', 'dog', 'owl']
    await makeAnswers(server.sql, project.id, { tasks: 60, workers: 6, overlap: 3 }, (task, worker) => ({
      animal: names[(task + (worker === 0 ? 1 : 0)) % 3] as string,
    }))
    await refitNow(server.running.server, project.id)
    await foldAll(project.id)
    const figures = await figuresOf(project.id)
    expect(figures).toEqual(await recounted(project.id))
    expect(figures).toMatchObject({ tasks: 60, agreement_tasks: 60 })
  })

  test('lose and double nothing while many write and many fold', async () => {
    const { project } = await answered({})
    const writers = Array.from({ length: 6 }, async (_, w) => {
      for (let n = 0; n < 8; n++) {
        await makeLabelled(project.id, 40, (at) => [`animal ${(at * 7 + n + w) % 11}`])
        await server.sql`
          update results set labels = ${[`${project.id}:animal=changed`]}, confidence = confidence / 2
          where project_id = ${project.id} and task_id in (
            select task_id from results where project_id = ${project.id} limit 10 for update skip locked)`
      }
    })
    let writing = true
    const folders = Array.from({ length: 3 }, async () => {
      while (writing) await foldChanges(server.sql, project.id)
    })
    await Promise.all(writers)
    writing = false
    await Promise.all(folders)
    await foldAll(project.id)
    expect(await figuresOf(project.id)).toEqual(await recounted(project.id))
  })

  test('who asks again soon gets the same ones, and who asks at the same time shares them', async () => {
    const { project } = await answered({}, [{ animal: 'cat' }])
    const one = server.running.server
    const [first, second] = await Promise.all([projectSummary(one, project.id), projectSummary(one, project.id)])
    expect(second).toBe(first)
    expect(await projectSummary(one, project.id)).toBe(first)
  })
})

/** Completed tasks whose results have these values in their one field, one an item. */
async function makeLabelled(projectId: number, count: number, valuesOf: (n: number) => string[]) {
  const rows = Array.from({ length: count }, (_, n) => {
    const items = valuesOf(n).map((value) => ({
      animal: {
        value,
        confidence: ((n % 9) + 1) / 10,
        votes: [
          { value, count: 1 },
          { value: 'another', count: 1 },
        ],
      },
    }))
    return resultColumns(projectId, [{ name: 'animal', type: 'input' } as OutputField], items)
  })
  await server.sql`
    with given as (
      select gen_random_uuid() as id, g.* from jsonb_to_recordset(${server.sql.json(rows as never)}) as g
        (fields jsonb, confidence float8, labels text[])
    ), task as (
      insert into tasks (project_id, id, version, status, wanted, answered, item_count, content_hash, completed_at)
      select ${projectId}, id, 1, 'completed', 2, 2, 1, '', now() from given
    ), item as (
      insert into items (project_id, task_id, item, "values") select ${projectId}, id, 0, '{"sentence": "x"}' from given
    )
    insert into results (project_id, task_id, fields, answers, confidence, labels)
    select ${projectId}, id, fields, 2, confidence, labels from given`
}

async function foldAll(projectId: number) {
  for (;;) {
    await foldChanges(server.sql, projectId)
    const [left] = await server.sql`select from result_changes where project_id = ${projectId} limit 1`
    if (!left) return
  }
}

async function figuresOf(projectId: number) {
  const [totals] = await server.sql<{ tasks: number; bands: number[]; agreement: number; agreement_tasks: number }[]>`
    select tasks, bands, round(agreement::numeric, 6)::float8 as agreement, agreement_tasks
    from result_totals where project_id = ${projectId}`
  const labels = await server.sql`
    select field, value, tasks from result_labels where project_id = ${projectId} and tasks <> 0 order by field, value`
  return { ...totals, labels: [...labels] }
}

/** The same from the results themselves. */
async function recounted(projectId: number): Promise<Awaited<ReturnType<typeof figuresOf>>> {
  const rows = await server.sql<{ labels: string[]; confidence: number; agreement: number | null }[]>`
    select labels, confidence, agreement_of(fields, answers) as agreement from results where project_id = ${projectId}`
  const counts = new Map<string, number>()
  const bands = [0, 0, 0, 0]
  for (const { labels, confidence } of rows) {
    const band = [0.5, 0.7, 0.9].filter((edge) => confidence >= edge).length
    bands[band] = (bands[band] ?? 0) + 1
    const named = labels.map((label) => label.slice(label.indexOf(':') + 1))
    for (const name of new Set([...named, ...named.map((one) => `${one.split('=')[0]}=`)]))
      counts.set(name, (counts.get(name) ?? 0) + 1)
  }
  const agreements = rows.flatMap(({ agreement }) => (agreement === null ? [] : [agreement]))
  return {
    tasks: rows.length,
    bands,
    agreement: Math.round(agreements.reduce((sum, one) => sum + one, 0) * 1e6) / 1e6,
    agreement_tasks: agreements.length,
    labels: [...counts]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, tasks]) => ({ field: 'animal', value: name.slice('animal='.length), tasks })),
  }
}

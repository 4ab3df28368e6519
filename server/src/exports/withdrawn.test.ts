import type { ResultRow } from '@whisker/api/results.ts'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { ask } from '../testing/ask.ts'
import { startTestServer, type TestPerson, type TestServer, textProject } from '../testing/server.ts'

let server: TestServer
beforeAll(async () => {
  server = await startTestServer()
})
afterAll(() => server.close())

async function read(projectId: number, query = '') {
  const reply = await ask(`${server.url}/projects/${projectId}/results?${query}`, { key: server.key })
  expect(reply.status, reply.text).toBe(200)
  const rows = reply.text.split('\n').filter(Boolean)
  return {
    text: reply.text,
    rows: query.includes('csv') ? [] : rows.map((line) => JSON.parse(line) as ResultRow),
    cursor: reply.headers.get('whisker-cursor') as string,
    tasks: reply.headers.get('whisker-tasks'),
  }
}
const brief = (rows: ResultRow[]) =>
  rows.map(({ name, status, result }) => [name, status, result && (result[0]?.animal?.value ?? null)])

async function makeTasks(projectId: number, names: string[]) {
  const made: Record<string, string> = {}
  for (const name of names) {
    const body = { project_id: projectId, name, task_spec: [{ sentence: name }] }
    made[name] = (await server.client.createTask({ body })).id
  }
  return made as Record<string, string>
}
async function answerAll(worker: TestPerson, projectId: number, animal: (sentence: string) => string) {
  const assignments: { id: string; token: string }[] = []
  for (;;) {
    const { assignments: taken } = await worker.client.takeAssignments({ body: { project_id: projectId } })
    if (taken.length === 0) return assignments
    for (const { id, token, items } of taken) {
      const shown = items[0]?.sentence
      const answer = [{ animal: animal(shown?.type === 'text' ? shown.text : '') }]
      await worker.client.submitAssignment({ params: { assignment_id: id }, body: { token, answer } })
      assignments.push({ id, token })
    }
  }
}

test('D8 whoever follows is told once of a result that is no more, and of the one that comes in its place', async () => {
  const { id: projectId } = await textProject(server.client)
  const { a } = await makeTasks(projectId, ['a', 'b'])
  const worker = await server.makeWorker(projectId)
  const [first] = await answerAll(worker, projectId, () => 'cat')
  const begun = await read(projectId)
  expect(brief(begun.rows)).toEqual([
    ['a', 'completed', 'cat'],
    ['b', 'completed', 'cat'],
  ])
  const { id, token } = first as { id: string; token: string }
  const { token: again } = await worker.client.withdrawAnswer({ params: { assignment_id: id }, body: { token } })
  const gone = await read(projectId, `after=${begun.cursor}`)
  expect(gone.rows).toMatchObject([{ task_id: a, name: 'a', status: 'withdrawn', result: null, completed_at: null }])
  const csv = await read(projectId, `format=csv&after=${begun.cursor}`)
  expect(csv.text.split('\r\n').slice(1)).toEqual([`a,a,,,0,,${a},,1,,,false,withdrawn,,`, ''])
  // Nothing that was never given, and nothing twice.
  expect((await read(projectId, `after=${gone.cursor}`)).rows).toEqual([])
  expect(brief((await read(projectId)).rows)).toEqual([['b', 'completed', 'cat']])
  await worker.client.submitAssignment({
    params: { assignment_id: id },
    body: { token: again, answer: [{ animal: 'dog' }] },
  })
  expect(brief((await read(projectId, `after=${gone.cursor}`)).rows)).toEqual([['a', 'completed', 'dog']])
  expect(brief((await read(projectId, `after=${begun.cursor}`)).rows)).toEqual([['a', 'completed', 'dog']])
})

test('D8 by every way: gold that is practice now, a correction that is undone, a task or a project that is deleted', async () => {
  const { id: projectId } = await textProject(server.client, { min_answers: 2, max_answers: 2 })
  const ids = await makeTasks(projectId, ['practice', 'review', 'deleted'])
  await answerAll(await server.makeWorker(projectId), projectId, () => 'cat')
  await answerAll(await server.makeWorker(projectId), projectId, (sentence) => (sentence === 'review' ? 'dog' : 'cat'))
  await server.sql`
    update tasks set status = 'needs_review', completed_at = null where project_id = ${projectId} and name = 'review'`
  await server.client.correctTask({ params: { task_id: ids.review as string }, body: { result: [{ animal: 'dog' }] } })
  const begun = await read(projectId)
  expect(brief(begun.rows)).toEqual([
    ['practice', 'completed', 'cat'],
    ['review', 'completed', 'dog'],
    ['deleted', 'completed', 'cat'],
  ])
  await server.client.markGold({
    params: { task_id: ids.practice as string },
    body: { answer: [{ animal: 'cat' }], training: true },
  })
  await server.client.undoCorrection({ params: { task_id: ids.review as string } })
  await server.sql`delete from results where project_id = ${projectId} and task_id = ${ids.deleted as string}`
  await server.sql`delete from answers where project_id = ${projectId} and task_id = ${ids.deleted as string}`
  await server.sql`delete from assignments where project_id = ${projectId} and task_id = ${ids.deleted as string}`
  await server.sql`delete from tasks where project_id = ${projectId} and id = ${ids.deleted as string}`
  const gone = await read(projectId, `after=${begun.cursor}`)
  expect(gone.rows.map(({ task_id, name, status, version }) => [task_id, name, status, version])).toEqual([
    [ids.practice, 'practice', 'withdrawn', 1],
    [ids.review, 'review', 'withdrawn', 1],
    [ids.deleted, null, 'withdrawn', null],
  ])
})

test('D6 what waits for a review: a header says how many are where, and an option gives what is likely', async () => {
  const { id: projectId } = await textProject(server.client, { min_answers: 2, max_answers: 2 })
  await makeTasks(projectId, ['agreed', 'doubtful', 'open'])
  const cat = await server.makeWorker(projectId)
  await answerAll(cat, projectId, () => 'cat')
  const other = await server.makeWorker(projectId)
  const { assignments } = await other.client.takeAssignments({ body: { project_id: projectId, count: 2 } })
  for (const { id, token, items } of assignments) {
    const shown = items[0]?.sentence
    const answer = [{ animal: shown?.type === 'text' && shown.text === 'agreed' ? 'cat' : 'dog' }]
    await other.client.submitAssignment({ params: { assignment_id: id }, body: { token, answer } })
  }
  await server.sql`
    update tasks set status = 'needs_review', completed_at = null where project_id = ${projectId} and name = 'doubtful'`
  const final = await read(projectId)
  expect(final.tasks).toBe('open=1, completed=1, needs_review=1, cancelled=0, unreadable=0')
  expect(brief(final.rows)).toEqual([['agreed', 'completed', 'cat']])
  const likely = await read(projectId, 'likely=true')
  expect(likely.rows.map(({ name, status }) => [name, status])).toEqual([
    ['agreed', 'completed'],
    ['doubtful', 'needs_review'],
  ])
  expect(likely.rows[1]?.completed_at).toBeNull()
  expect(likely.rows[1]?.result?.[0]?.animal?.votes).toHaveLength(2)
  expect((await read(projectId, 'likely=true&format=csv')).text).toMatch(/\r\ndoubtful,.*,needs_review,,\w*\r\n/)
})

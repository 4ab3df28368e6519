import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { sentenceOf } from '../gold/gold.fixture.ts'
import { startTestServer, type TestServer } from '../testing/server.ts'
import { type NextQuestion, nextQuestion } from './next-question.ts'
import { ask, makePractice, practise, question, reply, trainingProject } from './training.fixture.ts'

let server: TestServer
beforeAll(async () => {
  server = await startTestServer()
})
afterAll(() => server.close())

const trainingOf = async (projectId: number) => {
  const { data } = await server.client.listProjectWorkers({ params: { project_id: projectId } })
  const params = { project_id: projectId, worker_id: data[0]!.worker_id }
  return (await server.client.readWorker({ params })).training
}

describe('practice before real tasks', () => {
  test('one after the other, each once, with feedback only after the answer; then real tasks', async () => {
    const project = await trainingProject(server, { questions: 3, pass: 2 })
    const worker = await server.makeWorker(project.id)
    const seen: string[] = []
    for (const [n, animal] of ['Cat!', 'dog', 'cat'].entries()) {
      const { assignments } = await ask(worker, project.id)
      expect(assignments).toHaveLength(1)
      const [asked] = assignments
      expect(asked!.training).toEqual({ answered: n, right: Math.min(n, 1), questions: 3, pass: 2 })
      expect(JSON.stringify(asked)).not.toMatch(/cat|gold/)
      seen.push(sentenceOf(asked!))
      const { state, feedback } = await reply(worker, asked!, animal)
      expect(state).toBe('training')
      expect(feedback).toMatchObject({ right: animal !== 'dog', answer: [{ animal: 'cat' }] })
      expect(feedback!.score.answered).toBe(n + 1)
    }
    expect(seen.toSorted()).toEqual(['practice 0', 'practice 1', 'practice 2'])
    const { assignments } = await ask(worker, project.id)
    expect(assignments.map(sentenceOf)).toEqual(['real'])
    expect(assignments[0]!.training).toBeUndefined()
    expect(await trainingOf(project.id)).toMatchObject({ round: 1, right: 2, questions: 3, pass: 2, passed: true })
  })

  test('who fails is told kindly, and tries again after a day with the same tasks', async () => {
    const project = await trainingProject(server, { questions: 3, pass: 3 }, { tasks: 5 })
    const worker = await server.makeWorker(project.id)
    const first = new Set<string>()
    for (const animal of ['cat', 'dog', 'cat']) {
      const asked = await question(worker, project.id)
      first.add(sentenceOf(asked))
      await reply(worker, asked, animal)
    }
    const failed = await ask(worker, project.id)
    expect(failed).toMatchObject({ assignments: [], reason: 'training_failed', training: { right: 2, pass: 3 } })
    expect(failed.detail).toBe('You had 2 of 3 right; this project asks for 3. You can try again tomorrow.')
    expect(failed.retry_after_seconds).toBeGreaterThan(86_000)
    expect(await trainingOf(project.id)).toMatchObject({ right: 2, passed: false, finished_at: expect.any(String) })
    await server.sql`
      update training_rounds set finished_at = finished_at - interval '24 hours' where project_id = ${project.id}`
    const again = new Set<string>()
    for (let n = 0; n < 3; n++) {
      const asked = await question(worker, project.id)
      again.add(sentenceOf(asked))
      await reply(worker, asked, 'cat')
    }
    expect(again).toEqual(first)
    expect((await ask(worker, project.id)).assignments.map(sentenceOf)).toEqual(['real'])
    expect(await trainingOf(project.id)).toMatchObject({ round: 2, passed: true })
  })

  test('too few practice tasks: workers wait, and the requester can see why', async () => {
    const project = await trainingProject(server, { questions: 2, pass: 1 }, { tasks: 1 })
    expect(project.training_tasks).toBe(0)
    const params = { project_id: project.id }
    const worker = await server.makeWorker(project.id)
    expect(await ask(worker, project.id)).toMatchObject({ assignments: [], reason: 'training_not_ready' })
    expect((await server.client.readProject({ params })).training_tasks).toBe(1)
    await makePractice(server, project.id, 'one more')
    expect((await server.client.readProject({ params })).training_tasks).toBe(2)
    await practise(worker, project.id, ['cat', 'cat'])
    expect((await ask(worker, project.id)).assignments).toHaveLength(1)
  })

  test('a task taken out of the practice is not asked about any more', async () => {
    const project = await trainingProject(server, { questions: 2, pass: 1 }, { tasks: 3 })
    const worker = await server.makeWorker(project.id)
    const asked = await question(worker, project.id)
    const [row] = await server.sql<{ task_id: string }[]>`select task_id from training_answers where id = ${asked.id}`
    await server.client.unmarkGold({ params: { task_id: row!.task_id } })
    await expect(reply(worker, asked, 'cat')).rejects.toMatchObject({ code: 'gone' })
    const other = await question(worker, project.id)
    expect(sentenceOf(other)).not.toBe(sentenceOf(asked))
    await reply(worker, other, 'cat')
    await practise(worker, project.id, ['dog'])
    expect((await ask(worker, project.id)).assignments[0]!.training).toBeUndefined()
  })

  test('a project without training is as it was; turning it off opens the gate, turning it on closes it', async () => {
    const project = await trainingProject(server, { questions: 1, pass: 1 })
    const params = { project_id: project.id }
    const worker = await server.makeWorker(project.id)
    await question(worker, project.id)
    await server.client.editProject({ params, body: { training: null } })
    const [real] = (await ask(worker, project.id)).assignments
    expect(sentenceOf(real!)).toBe('real')
    const held = await worker.client.listAssignments({ query: { project_id: project.id } })
    expect(held.assignments.map(sentenceOf)).toEqual(['real'])
    await server.client.editProject({ params, body: { training: { questions: 1, pass: 1 } } })
    expect((await question(worker, project.id)).training).toBeDefined()
    expect(await reply(worker, real!, 'cat')).toMatchObject({ state: 'counted' })
  })
})

describe('the gate', () => {
  test('answers sent at once to one question count once', async () => {
    const project = await trainingProject(server, { questions: 3, pass: 3 })
    const worker = await server.makeWorker(project.id)
    const asked = await Promise.all(Array.from({ length: 8 }, () => question(worker, project.id)))
    expect(new Set(asked.map((one) => one.id)).size).toBe(1)
    const replies = await Promise.allSettled(
      ['dog', 'cat', 'cow', 'cat', 'dog', 'cat'].map((animal) => reply(worker, asked[0]!, animal)),
    )
    const rights = new Set(replies.flatMap((one) => (one.status === 'fulfilled' ? [one.value.feedback?.right] : [])))
    expect(rights.size).toBe(1)
    const [round] = await server.sql`select answered, "right" from training_rounds where project_id = ${project.id}`
    expect(round).toEqual({ answered: 1, right: rights.has(true) ? 1 : 0 })
  })

  test('who has seen the right answer cannot send it: the first answer stands, also from another tab', async () => {
    const project = await trainingProject(server, { questions: 2, pass: 2 })
    const worker = await server.makeWorker(project.id)
    const asked = await question(worker, project.id)
    const [tab] = (await worker.client.listAssignments({ query: { project_id: project.id } })).assignments
    expect(tab).toMatchObject({ id: asked.id, training: { answered: 0 } })
    const first = await reply(worker, asked, 'dog')
    await expect(reply(worker, tab!, 'cat')).rejects.toMatchObject({ code: 'already_answered' })
    expect(await reply(worker, asked, 'dog')).toEqual(first)
    await practise(worker, project.id, ['cat'])
    // The same answer again after the round has ended is still only that answer.
    expect(await reply(worker, asked, 'dog')).toEqual(first)
    expect((await ask(worker, project.id)).reason).toBe('training_failed')
  })

  test('is not passed by questions and answers at the same moment', async () => {
    const project = await trainingProject(server, { questions: 4, pass: 3 }, { tasks: 9 })
    const worker = await server.makeWorker(project.id)
    const storm = async () => {
      for (let n = 0; n < 12; n++) {
        const [held] = (await ask(worker, project.id, 1)).assignments
        if (!held?.training) return
        await reply(worker, held, 'dog').catch(() => {})
      }
    }
    await Promise.all([storm(), storm(), storm(), storm()])
    const rounds = await server.sql`
      select r.answered, r."right", r.passed, count(a.*)::int as questions from training_rounds r
      join training_answers a using (project_id, worker_id, round) where project_id = ${project.id} group by 1, 2, 3`
    expect(rounds).toEqual([{ answered: 4, right: 0, passed: false, questions: 4 }])
    expect((await ask(worker, project.id)).reason).toBe('training_failed')
  })

  test('gives no question behind the last answer, while that is being written', async () => {
    const project = await trainingProject(server, { questions: 2, pass: 2 }, { tasks: 4 })
    const worker = await server.makeWorker(project.id)
    await practise(worker, project.id, ['dog'])
    let next: Promise<NextQuestion> | undefined
    await server.sql.begin(async (tx) => {
      // Another tab takes the second question and answers it; nothing of that is committed yet.
      await tx`update training_rounds set answered = 2, finished_at = now() where project_id = ${project.id}`
      await tx`
        insert into training_answers (project_id, id, task_id, worker_id, round, token)
        select project_id, gen_random_uuid(), id, ${worker.id}, 1, 't' from tasks t
        where project_id = ${project.id} and lane = 3 and id not in (select task_id from training_answers) limit 1`
      await tx`
        update training_answers set answer = '[]', known = '[]', is_right = false, answered_at = now()
        where project_id = ${project.id} and answered_at is null`
      next = nextQuestion(server.sql, project.id, worker.id)
      await sleep(300)
    })
    expect(await next).toMatchObject({ state: 'failed', score: { answered: 2 } })
    const open = await server.sql`
      select from training_answers where project_id = ${project.id} and answered_at is null`
    expect(open).toHaveLength(0)
  })

  test("is everybody's own: another worker's question is none of theirs", async () => {
    const project = await trainingProject(server, { questions: 1, pass: 1 })
    const [one, two] = [await server.makeWorker(project.id), await server.makeWorker(project.id)]
    const asked = await question(one, project.id)
    await expect(reply(two, asked, 'cat')).rejects.toMatchObject({ code: 'not_found' })
    await expect(reply(one, { ...asked, token: 'other' }, 'cat')).rejects.toMatchObject({ code: 'not_found' })
    await practise(one, project.id, ['cat'])
    expect((await ask(two, project.id)).assignments[0]?.training).toBeDefined()
  })

  test('is not gone round by skipping, releasing, taking back or an answer that is not one', async () => {
    const project = await trainingProject(server, { questions: 1, pass: 1 })
    const worker = await server.makeWorker(project.id)
    const { id, token } = await question(worker, project.id)
    const params = { assignment_id: id }
    const { client } = worker
    for (const attempt of [
      () => client.skipAssignment({ params, body: { token, reason: 'other' } }),
      () => client.releaseAssignment({ params, body: { token } }),
      () => client.withdrawAnswer({ params, body: { token } }),
      () => client.extendAssignment({ params, body: { token } }),
    ])
      await expect(attempt()).rejects.toMatchObject({ code: 'conflict' })
    await expect(reply(worker, { id, token }, '')).rejects.toMatchObject({ code: 'invalid' })
    expect((await question(worker, project.id)).id).toBe(id)
  })

  test('is closed to who was removed, and their open question is gone', async () => {
    const project = await trainingProject(server, { questions: 1, pass: 1 })
    const worker = await server.makeWorker(project.id)
    const asked = await question(worker, project.id)
    const { data } = await server.client.listProjectWorkers({ params: { project_id: project.id } })
    const params = { project_id: project.id, worker_id: data[0]!.worker_id }
    await server.client.removeWorker({ params })
    await expect(reply(worker, asked, 'cat')).rejects.toMatchObject({ code: 'not_found' })
    await expect(ask(worker, project.id)).rejects.toMatchObject({ code: 'not_found' })
  })
})

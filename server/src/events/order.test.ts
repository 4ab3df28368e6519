import type { Event } from '@whisker/api/events.ts'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { markUnreadable } from '../assignments/unreadable.ts'
import { applyOverlap } from '../crowd/apply-overlap.ts'
import { settleTask } from '../crowd/settle.ts'
import type { Transaction } from '../database/connect.ts'
import { moveAnswered } from '../forms/move-answered.ts'
import { markAsGold } from '../gold/mark.ts'
import { readFormVersions } from '../projects/form-versions.ts'
import { askAboutAgain } from '../tasks/ask-again.ts'
import { healTasks, reopenTask } from '../tasks/reopen.ts'
import { untilPast } from '../testing/past.ts'
import { animalField, startTestServer, type TestPerson, type TestServer, textProject } from '../testing/server.ts'
import { reopenTasks, rewriteResults } from '../workers/revert-writes.ts'

let server: TestServer
beforeAll(async () => {
  server = await startTestServer()
})
afterAll(() => server.close())

type Scene = { projectId: number; taskId: string; workers: TestPerson[] }

async function answer({ projectId, workers }: Scene, worker: number, animal: string): Promise<void> {
  const { client } = workers[worker]!
  const [held] = (await client.takeAssignments({ body: { project_id: projectId } })).assignments
  const body = { token: held!.token, answer: [{ animal }] }
  await client.submitAssignment({ params: { assignment_id: held!.id }, body })
}

/** The answers that complete it. */
async function finish(scene: Scene): Promise<void> {
  await answer(scene, 1, 'cat')
  await answer(scene, 2, 'cat')
}

const overlap = (min: number, max: number) => (tx: Transaction, scene: Scene) =>
  tx`update projects set min_answers = ${min}, max_answers = ${max}, overlap_pending = true where id = ${scene.projectId}`
const result = (tx: Transaction, taskId: string) =>
  tx`select fields, confidence, labels from results where task_id = ${taskId}`

/** What others do while a batch is under way, and what the batch then does to the same task. */
const cases: Record<
  string,
  {
    others: (scene: Scene) => Promise<unknown>
    batch: (tx: Transaction, scene: Scene) => Promise<unknown>
    ends: string
  }
> = {
  'a lower overlap completes it': {
    others: (scene) => answer(scene, 1, 'cat'),
    async batch(tx, scene) {
      await overlap(2, 2)(tx, scene)
      const { crowds } = server.running.server
      const { full } = await applyOverlap(tx)
      for (const { project_id, task_id } of full) await settleTask(tx, crowds, project_id, task_id)
    },
    ends: 'task.completed',
  },
  'a higher overlap asks on': {
    async others(scene) {
      await answer(scene, 1, 'dog')
      await answer(scene, 2, 'owl')
    },
    async batch(tx, scene) {
      await overlap(3, 5)(tx, scene)
      // Projects of other cases may be due as well.
      for (let n = 0; n < 9 && (await applyOverlap(tx)).more; n++);
    },
    ends: 'task.reopened',
  },
  'it takes a newer form': {
    others: finish,
    async batch(tx, { projectId, taskId }) {
      const output_spec = [{ ...animalField, min_length: 9 }]
      await tx`
        insert into project_versions (project_id, version, input_spec, output_spec)
        select project_id, 2, input_spec, ${tx.json(output_spec)} from project_versions where project_id = ${projectId}`
      await tx`update projects set version = 2 where id = ${projectId}`
      const due = { id: projectId, version: 2, following: { apply_to: 'misfits' as const } }
      await moveAnswered(tx, due, 'completed', [taskId], await readFormVersions(tx, projectId, 2))
    },
    ends: 'task.reopened',
  },
  'answers to it are taken back': {
    others: finish,
    batch: (tx, { projectId, taskId }) => reopenTasks(tx, projectId, [{ id: taskId, wanted: 4 }]),
    ends: 'task.reopened',
  },
  'its result is another one': {
    others: finish,
    async batch(tx, { projectId, taskId }) {
      const [now] = await result(tx, taskId)
      const row = {
        ...(now as object),
        task_id: taskId,
        answers: 3,
        changed: true,
        review: true,
        event: { result: [], confidence: 1 },
      }
      await rewriteResults(tx, projectId, [{ ...row, provenance: null } as never])
    },
    ends: 'task.needs_review',
  },
  'it becomes gold': {
    others: (scene) => answer(scene, 1, 'cat'),
    batch: (tx, { taskId }) => markAsGold(tx, 1, taskId, { answer: [{ animal: 'cat' }], source: 'promoted', by: null }),
    ends: 'task.completed',
  },
  'somebody asks again, with a key': {
    others: finish,
    batch: (tx, { taskId }) => askAboutAgain(tx, 1, taskId, 1),
    ends: 'task.reopened',
  },
  'somebody opens it, with a key': {
    others: ({ taskId }) => server.client.cancelTask({ params: { task_id: taskId } }),
    batch: (tx, { taskId }) => reopenTask(tx, 1, taskId),
    ends: 'task.reopened',
  },
  'its picture is sent again': {
    others: ({ projectId, taskId }) => markUnreadable(server.sql, projectId, taskId, 'test'),
    batch: (tx, { projectId, taskId }) => healTasks(tx, projectId, [taskId]),
    ends: 'task.reopened',
  },
}

test.each(Object.entries(cases))(
  'a batch that began before comes after in the order of events: %s',
  async (_, { others, batch, ends }) => {
    const project = await textProject(server.client, { min_answers: 3, max_answers: 3, confidence: 0.6 })
    const { id: taskId } = await server.client.createTask({
      body: { project_id: project.id, task_spec: [{ sentence: 'x' }] },
    })
    const workers = await Promise.all([0, 1, 2].map(() => server.makeWorker(project.id)))
    const scene: Scene = { projectId: project.id, taskId, workers }
    await answer(scene, 0, 'cat')
    await server.sql.begin(async (tx) => {
      // As by the tasks of a batch before this one, or by a receipt.
      await tx`select pg_current_xact_id()`
      await others(scene)
      await batch(tx as Transaction, scene)
    })
    await untilPast(server.sql)
    const mine = ({ data }: Event) => data.task_id === taskId
    const told = (await server.client.listEvents({ query: { project_id: project.id, limit: 1000 } })).data.filter(mine)
    // A task's own list is in the order in which its events were written, under the lock of its row.
    const story = (await server.client.listTaskEvents({ params: { task_id: taskId } })).data
    expect(told.map(({ type }) => type)).toEqual(story.map(({ type }) => type))
    expect(story.slice(-2).map(({ type }) => type)).toContain(ends)
  },
)

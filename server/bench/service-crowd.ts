import { createClient } from '@whisker/api/client.ts'
import type { Task } from '@whisker/api/tasks.ts'
import { answersByTask } from '../src/consolidation/answers.ts'
import type { OverlapPolicy } from '../src/consolidation/overlap.ts'
import { type CrowdSpec, simulateCrowd } from '../src/consolidation/simulate-crowd.ts'
import { type Replay, replay } from './replay.ts'

export type ServiceRun = {
  answersPerTask: number
  /** Percent right, and left for a person. */
  accuracy: number
  review: number
  /** Tasks with more answers than were wanted, more wanted than allowed, or without an end. */
  broken: number
  refits: number
  seconds: number
  offline: Replay
}

/**
 * A simulated crowd works through the API of a running service, as people would: everybody takes tasks and submits, at once,
 * over all `urls` in turn, until nothing is left. What worker w says about task t was drawn before, for every pair, so that
 * the offline replay (replay.ts) can be asked about the same crowd and the same policy.
 *
 * @param inStep they pause while the refits are a fifth behind. Programs answer a hundred times as fast as people, and how
 * many answers are given before anything is known of anybody would depend on how busy the machine is.
 */
export async function labelByCrowd(
  { urls, key }: { urls: string[]; key: string },
  spec: Omit<CrowdSpec, 'overlap'>,
  policy: OverlapPolicy,
  inStep = false,
): Promise<ServiceRun> {
  const crowd = simulateCrowd({ ...spec, overlap: spec.workers })
  const says = new Map<string, number>()
  for (let i = 0; i < crowd.task.length; i++) says.set(`${crowd.task[i]} ${crowd.worker[i]}`, crowd.label[i]!)
  const owner = createClient({ url: urls[0]!, key })
  const project = await owner.createProject({
    body: {
      title: 'A simulated crowd',
      input_spec: [{ name: 'sentence', type: 'text' }],
      output_spec: [{ name: 'kind', type: 'radio', options: classNames(spec.classes).map((value) => ({ value })) }],
      ...{ min_answers: policy.minAnswers, max_answers: policy.maxAnswers, confidence: policy.confidence },
    },
  })
  const lines = Array.from({ length: spec.tasks }, (_, t) => `{"task_spec":[{"sentence":"${t}"}],"name":"${t}"}\n`)
  const sent = await fetch(`${urls[0]}/tasks/bulk?project_id=${project.id}`, {
    method: 'POST',
    headers: { authorization: key, 'content-type': 'application/x-ndjson' },
    body: lines.join(''),
  })
  await sent.text()
  const link = await owner.readLabelLink({ params: { project_id: project.id } })
  const token = new URL(link.url, urls[0]).hash.slice(1)
  const begun = performance.now()
  const step = { given: 0, seen: 0 }
  const keepStep = async () => {
    while (inStep && step.given - step.seen > Math.max(minAhead, step.given / 5)) {
      await new Promise((resolve) => setTimeout(resolve, 50))
      step.seen = (await owner.readQuality({ params: { project_id: project.id } })).refit_answers
    }
  }
  await Promise.all(
    Array.from({ length: spec.workers }, async (_, w) => {
      const url = urls[w % urls.length]!
      const session = await createClient({ url }).acceptInvitation({ body: { token, cookie: false } })
      const worker = createClient({ url, key: session.token! })
      await workThrough(worker, project.id, async (t) => {
        await keepStep()
        step.given++
        return { kind: classNames(spec.classes)[says.get(`${t} ${w}`)!]! }
      })
    }),
  )
  const seconds = (performance.now() - begun) / 1000
  const refits = await lastRefit(owner, project.id)
  const tasks = await allTasks(owner, project.id)
  const answers = tasks.reduce((sum, task) => sum + task.answers, 0)
  const right = tasks.filter(
    (task) => task.result?.[0]?.kind?.value === classNames(spec.classes)[crowd.truth[Number(task.name)]!],
  )
  const broken = tasks.filter(
    (task) =>
      task.answers !== task.answers_wanted ||
      task.answers > policy.maxAnswers ||
      task.answers < policy.minAnswers ||
      !['completed', 'needs_review'].includes(task.status),
  )
  return {
    answersPerTask: answers / tasks.length,
    accuracy: (100 * right.length) / tasks.length,
    review: (100 * tasks.filter((task) => task.status === 'needs_review').length) / tasks.length,
    ...{ broken: broken.length, refits, seconds },
    offline: replay({ name: 'the same', answers: answersByTask(crowd), truth: crowd.truth }, policy, spec.seed),
  }
}

/** The first refit comes after 20 answers, and below 50 nothing is known (consolidation/judge-field.ts). */
const minAhead = 40

type Client = ReturnType<typeof createClient>

function classNames(classes: number): string[] {
  return Array.from({ length: classes }, (_, k) => `kind ${k}`)
}

async function workThrough(worker: Client, projectId: number, answer: (task: number) => Promise<{ kind: string }>) {
  for (;;) {
    const { assignments, reason } = await worker.takeAssignments({ body: { project_id: projectId, count: 3 } })
    if (reason === 'none_left') return
    for (const { id, token, items } of assignments) {
      const shown = items[0]?.sentence as { text: string }
      const body = { token, answer: [await answer(Number(shown.text))] }
      await worker.submitAssignment({ params: { assignment_id: id }, body })
    }
    if (assignments.length === 0) await new Promise((resolve) => setTimeout(resolve, 50))
  }
}

/** Waits until a refit has seen every answer. */
async function lastRefit(owner: Client, projectId: number): Promise<number> {
  for (let n = 0; n < 1200; n++) {
    const quality = await owner.readQuality({ params: { project_id: projectId } })
    if (quality.refit > 0 && quality.refit_answers === quality.answers && !quality.refit_due) return quality.refit
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
  throw new Error('The last refit did not come within two minutes.')
}

async function allTasks(owner: Client, projectId: number): Promise<Task[]> {
  const tasks: Task[] = []
  for (let after: string | undefined; ; ) {
    const page = await owner.listTasks({
      query: { project_id: projectId, limit: '1000', ...(after && { after }) } as never,
    })
    tasks.push(...page.data)
    if (page.next === undefined) return tasks
    after = page.next
  }
}

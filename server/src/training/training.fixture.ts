import type { Assignment } from '@whisker/api/assignments.ts'
import type { Project, ProjectDraft } from '@whisker/api/project-settings.ts'
import type { TestPerson, TestServer } from '../testing/server.ts'
import { textProject } from '../testing/server.ts'

/** A project with practice: `practice 0` to `practice n - 1`, each of a cat, and one real task. */
export async function trainingProject(
  server: TestServer,
  training: { questions: number; pass: number },
  { tasks = training.questions, ...draft }: Partial<ProjectDraft> & { tasks?: number } = {},
): Promise<Project> {
  const project = await textProject(server.client, { training, ...draft })
  for (let n = 0; n < tasks; n++) await makePractice(server, project.id, `practice ${n}`)
  await server.client.createTask({ body: { project_id: project.id, task_spec: [{ sentence: 'real' }] } })
  return project
}

export function makePractice(server: TestServer, projectId: number, sentence: string, animal = 'cat') {
  return server.client.createTask({
    body: { project_id: projectId, task_spec: [{ sentence }], gold: [{ animal }], training: true },
  })
}

export function ask(worker: TestPerson, projectId: number, count = 3) {
  return worker.client.takeAssignments({ body: { project_id: projectId, count } })
}

export async function question(worker: TestPerson, projectId: number): Promise<Assignment> {
  const { assignments, reason } = await ask(worker, projectId)
  if (assignments.length !== 1 || !assignments[0]?.training) throw new Error(`No practice, but ${reason}.`)
  return assignments[0]
}

export function reply(worker: TestPerson, { id, token }: Pick<Assignment, 'id' | 'token'>, animal: string) {
  return worker.client.submitAssignment({ params: { assignment_id: id }, body: { token, answer: [{ animal }] } })
}

/** Answers one practice task after the other. */
export async function practise(worker: TestPerson, projectId: number, animals: string[]) {
  const scores = []
  for (const animal of animals)
    scores.push((await reply(worker, await question(worker, projectId), animal)).feedback?.score)
  return scores.at(-1)
}

import type { Assignment } from '@whisker/api/assignments.ts'
import type { Project, ProjectDraft } from '@whisker/api/project-settings.ts'
import { type TestPerson, type TestServer, textProject } from '../testing/server.ts'

/** A project of sentences about animals. */
export function goldProject(server: TestServer, draft: Partial<ProjectDraft> = {}): Promise<Project> {
  return textProject(server.client, { min_answers: 3, ...draft })
}

/** Makes a task whose right answer is `gold`, if one is given. */
export async function makeTask(server: TestServer, projectId: number, sentence: string, gold?: string) {
  return server.client.createTask({
    body: { project_id: projectId, task_spec: [{ sentence }], ...(gold !== undefined && { gold: [{ animal: gold }] }) },
  })
}

export async function take(worker: TestPerson, projectId: number, count = 1): Promise<Assignment[]> {
  return (await worker.client.takeAssignments({ body: { project_id: projectId, count } })).assignments
}

export function submit(worker: TestPerson, { id, token }: { id: string; token: string }, animal: string) {
  return worker.client.submitAssignment({
    params: { assignment_id: id },
    body: { token, answer: [{ animal }] },
  })
}

export function sentenceOf(assignment: Assignment): string {
  const shown = assignment.items[0]?.sentence
  return shown?.type === 'text' ? shown.text : ''
}

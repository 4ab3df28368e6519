import type { TestPerson } from './server.ts'

/** A worker takes the next task of a project and answers it; null when there is none for them. */
export async function answerNext(
  worker: TestPerson,
  projectId: number,
  values: Record<string, unknown>,
): Promise<string | null> {
  const { assignments } = await worker.client.takeAssignments({ body: { project_id: projectId } })
  const [held] = assignments
  if (!held) return null
  const answer = held.items.map(() => values)
  await worker.client.submitAssignment({ params: { assignment_id: held.id }, body: { token: held.token, answer } })
  return held.id
}

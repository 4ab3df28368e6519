import type { Assignment, takeAssignments } from '@whisker/api/assignments.ts'
import type { TrainingScore } from '@whisker/api/training.ts'
import type { z } from 'zod'
import type { Server } from '../context.ts'
import { nextQuestion, openQuestion, type Question } from '../training/next-question.ts'
import { showAssignments } from './show.ts'

type Taken = z.infer<typeof takeAssignments.response>

/** What a worker gets who has not passed the training of a project yet: one practice task, or why there is none. */
export async function takePractice(server: Server, projectId: number, workerId: string): Promise<Taken> {
  const nothing: Taken = { assignments: [], reason: null, detail: null, appeal: null, retry_after_seconds: null }
  // A task whose picture turns out to be unreadable is practice no longer: another one comes in its place.
  for (let tries = 0; tries < 5; tries++) {
    const next = await nextQuestion(server.sql, projectId, workerId)
    if (next.state === 'question') {
      const assignments = await showQuestion(server, projectId, next)
      if (assignments.length > 0) return { ...nothing, assignments }
    } else if (next.state === 'failed') {
      const { score, retry_after_seconds } = next
      return {
        ...nothing,
        reason: 'training_failed',
        detail: failedSentence(score),
        retry_after_seconds,
        training: score,
      }
    } else if (next.state === 'not_ready') break
    // They passed in another tab a moment ago: the next request gets real tasks.
    else return { ...nothing, reason: 'all_held', retry_after_seconds: 1 }
  }
  const detail = 'You begin with a few practice tasks, and they are not ready yet. Please come back later.'
  return { ...nothing, reason: 'training_not_ready', detail, retry_after_seconds: 60 }
}

/** The practice task that a worker has open, as one of their assignments. */
export async function heldPractice(server: Server, projectId: number, workerId: string): Promise<Assignment[]> {
  const open = await openQuestion(server.sql, projectId, workerId)
  return open ? showQuestion(server, projectId, open) : []
}

async function showQuestion(
  server: Server,
  projectId: number,
  { question, score }: { question: Question; score: TrainingScore },
): Promise<Assignment[]> {
  const shown = await showAssignments(server, projectId, [question])
  return shown.map((assignment) => ({ ...assignment, training: score }))
}

function failedSentence({ right, questions, pass }: TrainingScore): string {
  return `You had ${right} of ${questions} right; this project asks for ${pass}. You can try again tomorrow.`
}

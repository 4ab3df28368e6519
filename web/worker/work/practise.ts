import type { AnswerItem } from '@whisker/api/answer-check.ts'
import type { TrainingFeedback } from '@whisker/api/training.ts'
import { call } from '../calls/call.ts'
import { backoffMs, judge, type Verdict } from '../outbox/verdict.ts'
import type { Desk } from './desk.ts'
import { type Hold, without } from './line.ts'
import { topUp } from './take.ts'

/** Quicker than anybody reads: an Enter that was pressed twice must not pass the feedback. */
const readingMs = 500

/** Whether the task on the screen is practice. */
export function isPractice(line: readonly Hold[]): boolean {
  return line[0]?.assignment.training !== undefined
}

/**
 * Sends the answer to a practice task, and waits: what comes next is what is right, and not another task. So nothing of it
 * goes by the outbox; sending again is safe, and the typing is on the device until the service has the answer.
 */
export async function practise(desk: Desk, hold: Hold, answer: AnswerItem[]): Promise<void> {
  const { store } = desk
  const { id, token, project_id, version } = hold.assignment
  const personId = store.get().person?.id ?? ''
  if (store.get().practice?.id === id) return
  store.set({ practice: { id, feedback: null, shownAt: 0 }, panel: 'none' })
  const step = { kind: 'submission' as const, answer }
  const entry = { id, token, projectId: project_id, version, personId, at: Date.now(), step, refused: null }
  for (let failures = 1; ; failures++) {
    const outcome = await call('submitAssignment', { params: { assignment_id: id }, body: { token, answer } })
    if (store.get().line[0]?.assignment.id !== id) return
    if (outcome.ok && outcome.value.feedback) return showFeedback(desk, id, outcome.value.feedback)
    const verdict: Verdict = judge(entry, outcome)
    if (verdict.do === 'wait' || verdict.do === 'postpone') {
      if (!outcome.ok && outcome.trouble.status === 0) store.set({ reachable: false })
      const asked = verdict.do === 'wait' ? verdict.afterMs : null
      await new Promise((resolve) => setTimeout(resolve, asked ?? backoffMs(failures)))
      continue
    }
    store.set({ practice: null })
    if (verdict.do === 'stop') return store.set({ screen: 'session_lost' })
    if (verdict.do === 'fix') return store.set({ faults: { ...store.get().faults, [id]: verdict.errors } })
    // Answered in another tab, or taken out by the requester meanwhile: the next one is another.
    return leave(desk, id)
  }
}

function showFeedback(desk: Desk, id: string, feedback: TrainingFeedback): void {
  desk.drafts.forget(id)
  desk.store.set({ practice: { id, feedback, shownAt: Date.now() }, reachable: true })
  // What comes next is fetched while the person reads.
  void topUp(desk)
}

/** The person has seen what is right. */
export function goOnFromFeedback(desk: Desk): void {
  const { practice } = desk.store.get()
  if (practice?.feedback && Date.now() - practice.shownAt >= readingMs) leave(desk, practice.id)
}

function leave(desk: Desk, id: string): void {
  const { store } = desk
  const { line, drafts, faults } = store.get()
  const { [id]: _draft, ...otherDrafts } = drafts
  const { [id]: _faults, ...otherFaults } = faults
  desk.done.set(id, null)
  desk.drafts.forget(id)
  store.set({ line: without(line, new Set([id])), drafts: otherDrafts, faults: otherFaults, practice: null })
  void topUp(desk)
}

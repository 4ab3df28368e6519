import type { Entry } from '../storage/entry.ts'
import { withAnswer, withoutAnswer } from '../storage/tally.ts'
import type { Desk } from './desk.ts'
import { without } from './line.ts'
import type { Last } from './state.ts'
import { fetchHeld, topUp } from './take.ts'

/** As long as the service takes answers back; it counts from when the answer arrived, which is later than here. */
const undoMs = 10_000

/** Remembers an answer for as long as it can be taken back. */
export function noteLast({ store }: Desk, last: Last): void {
  store.set({ last, stood: false })
  setTimeout(() => {
    if (store.get().last === last) store.set({ last: null })
  }, undoMs)
}

/** What was not accepted is kept elsewhere already, or is on the screen again: there is nothing to take back. */
export function forgetLast({ store }: Desk, id: string): void {
  if (store.get().last?.hold.assignment.id === id) store.set({ last: null })
}

/**
 * Takes the last answer back: the task is on the screen again at once, with what was typed, and the service hears of it
 * after that. An answer that was still waiting here is simply not sent; one that may have arrived is withdrawn.
 */
export function undo(desk: Desk): void {
  const { store, done, drafts, outbox } = desk
  const { last, person, line, tally, savedThisVisit, drafts: forms } = store.get()
  if (!last || !person) return
  const { hold, items } = last
  const { id, token, project_id, version } = hold.assignment
  const saved = done.get(id) === null
  const now = Date.now()
  const about = { id, token, projectId: project_id, version, personId: person.id, at: now }
  done.delete(id)
  drafts.keep({ ...about, items })
  const asked = outbox.withdraw({ ...about, step: { kind: 'withdrawal' }, refused: null })
  const again = { ...hold, endsAt: asked ? now + hold.spanMs : hold.endsAt, state: 'held' as const, extendable: true }
  store.set({
    last: null,
    lull: null,
    line: [again, ...without(line, new Set([id]))],
    drafts: { ...forms, [id]: items },
    ...(saved && { tally: withoutAnswer(tally, new Date(now)), savedThisVisit: Math.max(0, savedThisVisit - 1) }),
  })
}

/** The service has taken the answer back. After a reload the task is not in line yet. */
export function onWithdrawn(desk: Desk, { id }: Entry): void {
  const { line } = desk.store.get()
  if (!line.some(({ assignment }) => assignment.id === id) && !desk.done.has(id)) void fetchHeld(desk)
}

/** It was too late: the answer stands, and its task leaves the screen again. */
export function onStood(desk: Desk, { id }: Entry): void {
  const { store } = desk
  const { line, tally, savedThisVisit } = store.get()
  desk.done.set(id, null)
  desk.drafts.forget(id)
  store.set({
    line: without(line, new Set([id])),
    stood: true,
    tally: withAnswer(tally, new Date(), null),
    savedThisVisit: savedThisVisit + 1,
  })
  void topUp(desk)
}

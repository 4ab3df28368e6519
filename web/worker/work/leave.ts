import { callOnLeave } from '../calls/call.ts'
import { isUntouched } from '../drafts/draft.ts'
import type { Desk } from './desk.ts'
import { without } from './line.ts'
import { look } from './take.ts'

const released = 'whisker-released'

/**
 * Gives back what was not begun when the page goes away, so that nobody waits for it. What was begun stays held until
 * its time is over: the typing is on the device, and the person may be back in a moment.
 */
export function watchLeaving(desk: Desk): void {
  addEventListener('pagehide', () => {
    desk.drafts.leave()
    const { line, drafts } = desk.store.get()
    const untouched = line.filter(
      // Nobody waits for practice: it stays.
      ({ assignment, state }) => state === 'held' && !assignment.training && isUntouched(drafts[assignment.id]),
    )
    for (const { assignment } of untouched) {
      callOnLeave('releaseAssignment', { params: { assignment_id: assignment.id }, body: { token: assignment.token } })
    }
    const ids = untouched.map(({ assignment }) => assignment.id)
    for (const id of ids) desk.done.set(id, null)
    remember(ids)
    desk.store.set({ line: without(line, new Set(ids)) })
  })
  // The browser may bring the page back as it was left (the back button): what it held is given back by then.
  addEventListener('pageshow', (event) => {
    if (event.persisted) look(desk)
  })
  addEventListener('online', () => look(desk))
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'visible') look(desk)
  })
  addEventListener('beforeunload', (event) => {
    const { entries, lasting } = desk.store.get()
    if (!lasting && entries.some((entry) => entry.refused === null)) event.preventDefault()
  })
}

/** A reload may list the holds before the releases have arrived: those given back are not to be shown again. */
function remember(ids: readonly string[]): void {
  try {
    sessionStorage.setItem(released, JSON.stringify(ids))
  } catch {
    // No storage: in the worst case a task is shown whose answer the service then refuses.
  }
}

export function takeReleased(): string[] {
  try {
    const ids: unknown = JSON.parse(sessionStorage.getItem(released) ?? '[]')
    sessionStorage.removeItem(released)
    return Array.isArray(ids) ? ids.filter((id) => typeof id === 'string') : []
  } catch {
    return []
  }
}

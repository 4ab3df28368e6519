import { call } from '../calls/call.ts'
import { isUntouched } from '../drafts/draft.ts'
import { dutiesOf, isPresent } from './deadlines.ts'
import type { Desk } from './desk.ts'
import { change, without } from './line.ts'
import { topUp } from './take.ts'

/** Looks after the holds once a second: asks for more time, lets go of what is over, keeps what was typed. */
export function watchHolds(desk: Desk): void {
  const asking = new Set<string>()
  setInterval(() => {
    const { line, drafts } = desk.store.get()
    const { lastActiveAt } = desk
    const isTouched = (id: string) => !isUntouched(drafts[id])
    const duties = dutiesOf(line, { now: Date.now(), lastActiveAt, isTouched })
    for (const id of duties.extend) {
      if (asking.has(id)) continue
      asking.add(id)
      void extend(desk, id).finally(() => asking.delete(id))
    }
    for (const id of duties.over) desk.store.set({ line: change(desk.store.get().line, id, { state: 'over' }) })
    if (duties.drop.length > 0) drop(desk, duties.drop)
  }, 1000)
}

async function extend(desk: Desk, id: string): Promise<void> {
  const hold = desk.store.get().line.find(({ assignment }) => assignment.id === id)
  if (!hold) return
  const outcome = await call('extendAssignment', {
    params: { assignment_id: id },
    body: { token: hold.assignment.token },
  })
  const { store } = desk
  if (outcome.ok) {
    const endsAt = Date.now() + outcome.value.seconds_left * 1000
    store.set({ line: change(store.get().line, id, { endsAt, extendable: endsAt > hold.endsAt + 1000 }) })
    return
  }
  const { code, status } = outcome.trouble
  if (code === 'unauthenticated') return store.set({ screen: 'session_lost' })
  // No answer, or the server has trouble: asks again with the next tick, as long as the hold lasts.
  if (status === 0 || status >= 500 || status === 429) return
  if (isUntouched(store.get().drafts[id])) return drop(desk, [id])
  const state = code === 'gone' ? 'gone' : 'over'
  store.set({ line: change(store.get().line, id, { state, extendable: false }) })
}

function drop(desk: Desk, ids: readonly string[]): void {
  const { store } = desk
  const spanMs = store.get().line[0]?.spanMs ?? 0
  const line = without(store.get().line, new Set(ids))
  const away = line.length === 0 && !isPresent(spanMs, Date.now(), desk.lastActiveAt)
  store.set(away ? { line, lull: { kind: 'away', againAt: null, detail: '' } } : { line })
  if (!away) void topUp(desk)
}

/** The person is back. */
export function goOn(desk: Desk): void {
  desk.lastActiveAt = Date.now()
  desk.store.set({ lull: { kind: 'taking', againAt: null, detail: '' } })
  void topUp(desk)
}

/** Notes every sign of life; moving the mouse is one. */
export function watchActivity(desk: Desk): void {
  const note = () => {
    desk.lastActiveAt = Date.now()
  }
  for (const event of ['pointerdown', 'pointermove', 'keydown', 'wheel', 'touchstart'] as const) {
    addEventListener(event, note, { passive: true, capture: true })
  }
}

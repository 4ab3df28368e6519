import type { Outcome } from '../calls/call.ts'
import type { Entry } from '../storage/entry.ts'
import type { Shelf } from '../storage/shelves.ts'
import { createAlarm } from './alarm.ts'
import { createKept } from './kept.ts'
import { createPostponed } from './postponed.ts'
import { backoffMs, judge, type Verdict } from './verdict.ts'

export type Outbox = {
  /** Reads what an earlier page left behind: known before the service lists what is held, or it would be asked again. */
  load(): Promise<void>
  /** Begins to send for this person, what was left behind first. */
  open(personId: string): Promise<void>
  add(entry: Entry): Promise<void>
  /** Puts a withdrawal in the place of the entry with its id. @returns false: nothing had been sent, so nothing will be. */
  withdraw(withdrawal: Entry): boolean
  /** Sends a refused entry once more. */
  retry(id: string): void
  /** Throws an entry away, because the person said so. */
  discard(id: string): void
  /** Tries again now: the network is back, the tab is visible, the session is renewed. */
  wake(): void
  entries(): readonly Entry[]
}

type Options = {
  shelf: Shelf<Entry>
  send(entry: Entry): Promise<Outcome<unknown>>
  onChange(entries: readonly Entry[], reachable: boolean): void
  onVerdict(entry: Entry, verdict: Verdict): void
}

/**
 * The answers on their way. An entry is written to the device before it is sent, and taken off only after the service
 * has said that it is saved; one is sent at a time, in the order they were given. Sending the same one again is safe:
 * the service gives the same reply to the same answer.
 */
export function createOutbox({ shelf, send, onChange, onVerdict }: Options): Outbox {
  const kept = createKept(shelf)
  const postponed = createPostponed()
  const alarm = createAlarm()
  let person: string | null = null
  let running = false
  let failures = 0
  /** It sleeps for one postponed entry only, so that a new one may go at once. */
  let resting = false

  const changed = () => onChange(kept.list(), failures === 0)
  const next = () => postponed.next(kept.list().filter((entry) => entry.refused === null && entry.personId === person))

  async function run(): Promise<void> {
    if (running || person === null) return
    running = true
    for (let entry = next(); entry !== null; entry = next()) {
      const pauseMs = postponed.pauseMs(entry)
      if (pauseMs > 0) {
        resting = true
        await alarm.sleep(pauseMs)
        resting = false
        continue
      }
      kept.noteTried(entry.id)
      const verdict = judge(entry, await send(entry))
      failures = verdict.do === 'wait' ? failures + 1 : 0
      // Taken back while it was under way: what stands in its place now goes next.
      if (kept.get(entry.id) !== entry) {
        if (verdict.do !== 'stop') continue
        onVerdict(entry, verdict)
        break
      }
      await settle(entry, verdict)
      onVerdict(entry, verdict)
      changed()
      if (verdict.do === 'stop') break
      if (verdict.do === 'wait') await alarm.sleep(verdict.afterMs ?? backoffMs(failures))
    }
    running = false
  }

  async function settle(entry: Entry, verdict: Verdict): Promise<void> {
    if (verdict.do === 'wait' || verdict.do === 'stop') return
    if (verdict.do === 'postpone') return postponed.postpone(entry.id)
    postponed.forget(entry.id)
    if (verdict.do === 'refuse') return keep({ ...entry, refused: verdict.refusal })
    await kept.remove(entry.id)
  }

  function keep(entry: Entry): Promise<void> {
    const safe = kept.put(entry)
    changed()
    return safe
  }

  return {
    load: kept.load,
    async open(personId) {
      await kept.load()
      for (const entry of kept.list())
        if (entry.personId !== personId && entry.refused === null)
          kept.replace({ ...entry, refused: { code: 'other_person', detail: '' } })
      person = personId
      changed()
      void run()
    },
    async add(entry) {
      const before = kept.get(entry.id)
      if (before && before.step.kind !== 'withdrawal') return
      await keep(before ? { ...entry, withdraws: true } : entry)
      if (resting) alarm.wake()
      void run()
    },
    withdraw(withdrawal) {
      const before = kept.get(withdrawal.id)
      if (before && !before.withdraws && !kept.wasTried(withdrawal.id)) {
        this.discard(withdrawal.id)
        return false
      }
      void keep(withdrawal).then(run)
      return true
    },
    retry(id) {
      const entry = kept.get(id)
      if (entry?.personId === person) void keep({ ...entry, refused: null }).then(run)
    },
    discard(id) {
      void kept.remove(id)
      changed()
    },
    wake() {
      postponed.clear()
      alarm.wake()
      void run()
    },
    entries: kept.list,
  }
}

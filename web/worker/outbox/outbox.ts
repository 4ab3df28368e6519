import type { Outcome } from '../calls/call.ts'
import type { Entry } from '../storage/entry.ts'
import type { Shelf } from '../storage/shelves.ts'
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
  const entries = new Map<string, Entry>()
  /** What may have reached the service: sent by this page, or left behind by an earlier one. */
  const tried = new Set<string>()
  const postponed = new Map<string, { failures: number; until: number }>()
  let loading: Promise<void> | null = null
  let person: string | null = null
  let running = false
  let failures = 0
  /** Ends the present sleep. `resting`: it waits for one postponed entry only, so that a new one may go at once. */
  let alarm: (() => void) | null = null
  let resting = false

  const list = () => [...entries.values()].sort((a, b) => a.at - b.at)
  const changed = () => onChange(list(), failures === 0)
  const waiting = () => list().filter((entry) => entry.refused === null && entry.personId === person)

  async function load(): Promise<void> {
    for (const entry of await shelf.all().catch(() => [])) {
      if (!entries.has(entry.id)) entries.set(entry.id, entry)
      tried.add(entry.id)
    }
  }

  async function run(): Promise<void> {
    if (running || person === null) return
    running = true
    for (let entry = next(); entry !== null; entry = next()) {
      const pauseMs = (postponed.get(entry.id)?.until ?? 0) - Date.now()
      if (pauseMs > 0) {
        resting = true
        await sleep(pauseMs)
        resting = false
        continue
      }
      tried.add(entry.id)
      const verdict = judge(entry, await send(entry))
      failures = verdict.do === 'wait' ? failures + 1 : 0
      // Taken back while it was under way: what stands in its place now goes next.
      if (entries.get(entry.id) !== entry) {
        if (verdict.do !== 'stop') continue
        onVerdict(entry, verdict)
        break
      }
      await settle(entry, verdict)
      onVerdict(entry, verdict)
      changed()
      if (verdict.do === 'stop') break
      if (verdict.do === 'wait') await sleep(verdict.afterMs ?? backoffMs(failures))
    }
    running = false
  }

  /** The first that may go now, else the one that may go soonest. */
  function next(): Entry | null {
    const until = (entry: Entry) => postponed.get(entry.id)?.until ?? 0
    const all = waiting()
    return all.find((entry) => until(entry) <= Date.now()) ?? all.sort((a, b) => until(a) - until(b))[0] ?? null
  }

  async function settle(entry: Entry, verdict: Verdict): Promise<void> {
    if (verdict.do === 'wait' || verdict.do === 'stop') return
    if (verdict.do === 'postpone') {
      const count = (postponed.get(entry.id)?.failures ?? 0) + 1
      postponed.set(entry.id, { failures: count, until: Date.now() + Math.ceil(backoffMs(count + 1)) })
      return
    }
    postponed.delete(entry.id)
    if (verdict.do === 'refuse') return keep({ ...entry, refused: verdict.refusal })
    entries.delete(entry.id)
    await shelf.remove(entry.id).catch(() => {})
  }

  /** A device that is full must not stop the work: the entry is then sent from memory. */
  async function keep(entry: Entry): Promise<void> {
    entries.set(entry.id, entry)
    changed()
    await shelf.put(entry).catch(() => {})
  }

  function sleep(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, ms)
      alarm = () => {
        clearTimeout(timer)
        resolve()
      }
    })
  }

  return {
    load() {
      loading ??= load()
      return loading
    },
    async open(personId) {
      await this.load()
      for (const entry of entries.values())
        if (entry.personId !== personId && entry.refused === null)
          entries.set(entry.id, { ...entry, refused: { code: 'other_person', detail: '' } })
      person = personId
      changed()
      void run()
    },
    async add(entry) {
      const before = entries.get(entry.id)
      if (before && before.step.kind !== 'withdrawal') return
      await keep(before ? { ...entry, withdraws: true } : entry)
      if (resting) alarm?.()
      void run()
    },
    withdraw(withdrawal) {
      const before = entries.get(withdrawal.id)
      if (before && !before.withdraws && !tried.has(withdrawal.id)) {
        this.discard(withdrawal.id)
        return false
      }
      void keep(withdrawal).then(run)
      return true
    },
    retry(id) {
      const entry = entries.get(id)
      if (entry?.personId === person) void keep({ ...entry, refused: null }).then(run)
    },
    discard(id) {
      entries.delete(id)
      changed()
      void shelf.remove(id).catch(() => {})
    },
    wake() {
      postponed.clear()
      alarm?.()
      void run()
    },
    entries: list,
  }
}

import { call, type Outcome } from '../calls/call.ts'
import { createDraftKeeper, type DraftKeeper } from '../drafts/draft-keeper.ts'
import { mediumOf } from '../media/media.ts'
import { createOutbox, type Outbox } from '../outbox/outbox.ts'
import type { Verdict } from '../outbox/verdict.ts'
import type { Pictures } from '../pictures/prefetch.ts'
import type { Entry } from '../storage/entry.ts'
import type { LastWords } from '../storage/last-words.ts'
import type { Shelves } from '../storage/shelves.ts'
import type { Hold } from './line.ts'
import { firstState, type State } from './state.ts'
import { createStore, type Store } from './store.ts'

/** Everything that the verbs of this folder work with. */
export type Desk = {
  store: Store<State>
  shelves: Shelves
  drafts: DraftKeeper
  outbox: Outbox
  pictures: Pictures<unknown>
  /** The project that this page works on; known before the project itself is read. */
  projectId: number | null
  /** Answered or given back here, so never to be shown as new. null: saved, nothing of it is needed any more. */
  done: Map<string, Done | null>
  /** When the task on the screen came there, and when the person last did something; ms since 1970. */
  shownAt: number
  lastActiveAt: number
  /** When the last task was ended here. */
  endedAt: number
  taking: boolean
  takeTimer: ReturnType<typeof setTimeout> | undefined
  takeFailures: number
}

export type Done = { hold: Hold; spentS: number | null }

export type DeskOptions = {
  shelves: Shelves
  /** The preview in the editor has none. */
  words?: LastWords
  pictures: Pictures<unknown>
  onVerdict(desk: Desk, entry: Entry, verdict: Verdict): void
  /** Takes an answer to the service; the preview in the editor has none. */
  send?(entry: Entry): Promise<Outcome<unknown>>
}

export function createDesk({ shelves, words, pictures, onVerdict, send = sendEntry }: DeskOptions): Desk {
  const store = createStore<State>({ ...firstState, lasting: shelves.lasting })
  const outbox = createOutbox({
    shelf: shelves.outbox,
    send,
    onChange: (entries, reachable) => store.set({ entries, reachable }),
    onVerdict: (entry, verdict) => onVerdict(desk, entry, verdict),
  })
  const desk: Desk = {
    store,
    shelves,
    outbox,
    pictures,
    drafts: createDraftKeeper(shelves.drafts, words),
    projectId: null,
    done: new Map(),
    shownAt: Date.now(),
    lastActiveAt: Date.now(),
    endedAt: 0,
    taking: false,
    takeTimer: undefined,
    takeFailures: 0,
  }
  store.subscribe((now, before) => {
    if (now.line === before.line && now.last === before.last) return
    if (now.line[0] !== before.line[0]) desk.shownAt = Date.now()
    // The last answer may be taken back, and its picture is not given out again until the service has heard of it.
    pictures.keep([...now.line, ...(now.last ? [now.last.hold] : [])].flatMap(picturesOf))
  })
  return desk
}

async function sendEntry({ id, token, step, withdraws }: Entry): Promise<Outcome<unknown>> {
  const params = { assignment_id: id }
  if (step.kind === 'withdrawal' || withdraws) {
    const withdrawn = await call('withdrawAnswer', { params, body: { token } })
    // Too late: an answer stands, and the service tells whether it is this one.
    const goesOn = withdrawn.ok || withdrawn.trouble.code === 'too_late'
    if (step.kind === 'withdrawal' || !goesOn) return withdrawn
  }
  if (step.kind === 'submission') return call('submitAssignment', { params, body: { token, answer: step.answer } })
  return call('skipAssignment', { params, body: { token, reason: step.reason, comment: step.comment } })
}

/** Whether all pictures of a task have been seen, or will never be. */
export function isShown(desk: Desk, hold: Hold): boolean {
  return picturesOf(hold).every((address) => desk.pictures.get(address)?.state !== 'loading')
}

/** The addresses of the pictures of a task, in the order they are shown. */
export function picturesOf({ assignment }: Hold): string[] {
  return assignment.items.flatMap((item) => Object.values(item).flatMap((value) => mediumOf(value).pictures(value)))
}

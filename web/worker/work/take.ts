import type { Assignment } from '@whisker/api/assignments.ts'
import { call, type Trouble } from '../calls/call.ts'
import { isUntouched } from '../drafts/draft.ts'
import { loadKinds } from '../kinds/kinds.ts'
import { backoffMs } from '../outbox/verdict.ts'
import type { Desk } from './desk.ts'
import { append, begunFirst, type Hold, placesToFill } from './line.ts'
import type { Lull, Practice } from './state.ts'

/** When to ask again, if the service names no time. */
const againMs = {
  none_left: 30_000,
  all_held: 5000,
  pictures_missing: 15_000,
  paused: 15_000,
  worker_paused: 60_000,
  limit_reached: 60_000,
  language_required: 60_000,
  skill_required: 60_000,
  training_failed: 3_600_000,
  training_not_ready: 60_000,
  holding_enough: 2000,
}

/** Fills the line up when it runs low. Safe to call at any time, as often as one likes. */
export async function topUp(desk: Desk): Promise<void> {
  const { screen, line, practice } = desk.store.get()
  const count = isPractised(line, practice) ? placesToFill(line) : 0
  const open = screen === 'opening' || screen === 'working'
  if (desk.taking || count === 0 || desk.projectId === null || !open) return
  desk.taking = true
  await sendFirst(desk)
  clearTimeout(desk.takeTimer)
  if (line.length === 0 && desk.store.get().lull === null) rest(desk, 'taking')
  const outcome = await call('takeAssignments', { body: { project_id: desk.projectId, count } })
  desk.taking = false
  if (!outcome.ok) return refused(desk, outcome.trouble)
  desk.takeFailures = 0
  const { assignments, reason, detail, appeal, retry_after_seconds, training } = outcome.value
  if (assignments.length > 0) return receive(desk, assignments)
  if (reason === 'holding_enough' && line.length === 0) await fetchHeld(desk)
  if (desk.store.get().line.length > 0) return
  if (reason === 'paused') await refreshProject(desk)
  const asked = retry_after_seconds === null ? null : Math.max(1000, retry_after_seconds * 1000)
  const kind = reason ?? 'none_left'
  const more = { detail: detail ?? '', mayAppeal: appeal === 'possible', training }
  again(desk, kind === 'holding_enough' ? 'taking' : kind, asked ?? againMs[kind], more)
}

/**
 * What was answered while nobody could be reached goes before new tasks are asked for: its time may have run out, and the
 * same task would be given once more. Not longer than some seconds: one answer that does not get through must not stop the work.
 */
async function sendFirst({ outbox }: Desk): Promise<void> {
  const isLate = () => outbox.entries().some(({ refused, at }) => refused === null && Date.now() - at > lateMs)
  for (let waits = 0; isLate() && waits < 20; waits++) await new Promise((resolve) => setTimeout(resolve, 150))
}

/** An answer that has not been sent for so long has met no network, or an earlier page left it behind. */
const lateMs = 2000

/** Behind a practice task nothing comes before it is answered, and what is right has been told. */
function isPractised(line: readonly Hold[], practice: Practice | null): boolean {
  const last = line.at(-1)?.assignment
  return last?.training === undefined || (practice?.id === last.id && practice.feedback !== null)
}

/** What the service says we hold: after a reload, or when it thinks that we have enough. */
export async function fetchHeld(desk: Desk): Promise<boolean> {
  if (desk.projectId === null) return false
  const outcome = await call('listAssignments', { query: { project_id: desk.projectId } })
  if (outcome.ok) receive(desk, outcome.value.assignments)
  else refused(desk, outcome.trouble)
  return outcome.ok
}

/** Puts given tasks in line. Those whose form is another version come with a request for it. */
export function receive(desk: Desk, assignments: readonly Assignment[]): void {
  const { store } = desk
  const { line: before, drafts } = store.get()
  const except = new Set([...desk.done.keys(), ...desk.outbox.entries().map((entry) => entry.id)])
  const touched = (id: string) => !isUntouched(drafts[id])
  const added = append(before, assignments, Date.now(), except)
  const line = before.length === 0 ? begunFirst(added, touched) : added
  if (line.length > 0) store.set({ line, lull: null })
  fetchForms(desk)
}

/** What is paused may be closed for good by now. */
async function refreshProject({ store, projectId }: Desk): Promise<void> {
  if (projectId === null) return
  const outcome = await call('readWorkerProject', { params: { project_id: projectId } })
  if (outcome.ok) store.set({ project: outcome.value })
}

/** A task is answered with the form that it was made for, which is not always the newest. */
export function fetchForms(desk: Desk): void {
  const { project, forms, line } = desk.store.get()
  if (project === null) return
  const versions = new Set(line.map(({ assignment }) => assignment.version))
  for (const version of versions) if (!forms[version]) void fetchForm(desk, project.id, version)
}

export async function fetchForm(desk: Desk, projectId: number, version: number): Promise<void> {
  const outcome = await call('readWorkerProject', { params: { project_id: projectId }, query: { version } })
  if (outcome.ok && (await loadKinds(outcome.value.output_spec))) {
    const { forms, project } = desk.store.get()
    // Whoever changes a form often changes the instructions with it.
    const { title, public_description } = outcome.value
    const now = project?.id === projectId ? { project: { ...project, title, public_description } } : {}
    return desk.store.set({ forms: { ...forms, [version]: outcome.value }, ...now })
  }
  if (outcome.ok || outcome.trouble.status === 0 || outcome.trouble.status >= 500)
    setTimeout(() => fetchForms(desk), 3000)
}

function refused(desk: Desk, { code, status, detail }: Trouble): void {
  const { store } = desk
  const passing = status === 0 || status >= 500 || status === 429
  if (code === 'unauthenticated') store.set({ screen: 'session_lost' })
  else if (code === 'forbidden' || code === 'not_found') store.set({ screen: 'not_open' })
  else if (code === 'gone' || code === 'project_closed') rest(desk, 'closed')
  else if (!passing) rest(desk, 'broken', null, { detail })
  else {
    store.set({ reachable: status !== 0 && store.get().reachable })
    again(desk, 'offline', Math.max(2000, backoffMs(++desk.takeFailures)))
  }
}

/** Asks again later by itself; only shown when there is nothing else to do. */
function again(desk: Desk, kind: Lull['kind'], afterMs: number, more: Partial<Lull> = {}): void {
  rest(desk, kind, Date.now() + afterMs, more)
  clearTimeout(desk.takeTimer)
  desk.takeTimer = setTimeout(() => {
    // A page in the background asks when somebody looks at it again.
    if (document.visibilityState === 'visible') void topUp(desk)
  }, afterMs)
}

function rest(desk: Desk, kind: Lull['kind'], againAt: number | null = null, more: Partial<Lull> = {}): void {
  const { line, project } = desk.store.get()
  const closed = project?.status === 'archived'
  desk.store.set({ lull: line.length > 0 ? null : { detail: '', ...more, kind: closed ? 'closed' : kind, againAt } })
}

/** Something changed outside: the network is back, the tab is looked at, the session is renewed. */
export function look(desk: Desk): void {
  const { lull } = desk.store.get()
  desk.outbox.wake()
  desk.pictures.retry()
  if (lull?.kind !== 'away') void topUp(desk)
}

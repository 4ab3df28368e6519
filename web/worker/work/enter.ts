import type { Session } from '@whisker/api/sessions.ts'
import { base } from '../../service/base.ts'
import { call, type Outcome, type Trouble } from '../calls/call.ts'
import { loadKinds } from '../kinds/kinds.ts'
import { backoffMs } from '../outbox/verdict.ts'
import { hasJoined, noteJoined, readTally } from '../storage/device.ts'
import type { Draft } from '../storage/draft.ts'
import type { Desk } from './desk.ts'
import { takeReleased } from './leave.ts'
import { showProjects } from './projects.ts'
import { fetchForms, fetchHeld, topUp } from './take.ts'

/** What was begun longer ago than this is thrown away. */
const keptDraftsMs = 7 * 86_400_000

/** Opens what the address names: an invitation (`#token`), a project (`?project=64`), or the choice of projects. */
export async function enter(desk: Desk): Promise<void> {
  const token = location.hash.slice(1)
  const projectId = Number(new URLSearchParams(location.search).get('project'))
  for (const id of takeReleased()) desk.done.set(id, null)
  const drafts = readDrafts(desk)
  if (token !== '') return join(desk, token, drafts)
  if (Number.isInteger(projectId) && projectId > 0) return openProject(desk, projectId, drafts, null, true)
  return chooseProject(desk)
}

/** The token goes from the address bar as soon as it has done its work: it stays out of histories and screenshots. */
async function join(desk: Desk, token: string, drafts: Promise<Draft[]>): Promise<void> {
  const invitation = await answered(desk, () => call('readInvitation', { body: { token } }))
  if (!invitation.ok) return linkFailed(desk, invitation.trouble)
  const { role, project_id } = invitation.value
  if (role !== 'worker' || project_id === null) return location.replace(`${base}/app/join#${token}`)
  const accepted = await answered(desk, () => call('acceptInvitation', { body: { token } }))
  if (!accepted.ok) return linkFailed(desk, accepted.trouble)
  history.replaceState(null, '', `?project=${project_id}`)
  const mayHold = hasJoined()
  noteJoined()
  return openProject(desk, project_id, drafts, accepted.value, mayHold)
}

/** Who has worked here before may still have other projects: those are offered beside the bad news. */
async function linkFailed(desk: Desk, { code, detail }: Trouble): Promise<void> {
  const expired = code === 'link_expired' || code === 'not_found' || code === 'invalid'
  desk.store.set({ screen: expired ? 'link_expired' : 'broken', detail })
  const projects = await call('listWorkerProjects', {})
  if (projects.ok) showProjects(desk, projects.value)
}

async function openProject(
  desk: Desk,
  projectId: number,
  stored: Promise<Draft[]>,
  known: Session | null,
  mayHold: boolean,
): Promise<void> {
  const { store } = desk
  desk.projectId = projectId
  const [all] = await Promise.all([stored, desk.outbox.load()])
  const drafts = all.filter((draft) => draft.projectId === projectId)
  store.set({ drafts: Object.fromEntries(drafts.map((draft) => [draft.id, draft.items])) })
  const holding = mayHold ? fetchHeld(desk) : Promise.resolve(false)
  const taking = holding.then((listed) => {
    void topUp(desk)
    return listed
  })
  const [session, project] = await Promise.all([
    known ? { ok: true as const, value: known } : answered(desk, () => call('readSession', {})),
    answered(desk, () => call('readWorkerProject', { params: { project_id: projectId } })),
  ])
  if (!session.ok) return closed(desk, session.trouble)
  if (!project.ok) return closed(desk, project.trouble)
  noteJoined()
  const { person } = session.value
  const { version, output_spec } = project.value
  // A form whose kinds cannot be loaded now comes with the first task that needs it.
  const form = (await loadKinds(output_spec)) ? { [version]: project.value } : {}
  const forms = { ...store.get().forms, ...form }
  store.set({ screen: 'working', person, project: project.value, forms, tally: readTally(person.id) })
  fetchForms(desk)
  void desk.outbox.open(person.id)
  if (await taking) findOrphans(desk, drafts, person.id)
  void topUp(desk)
}

async function closed({ store }: Desk, { code, detail }: Trouble): Promise<void> {
  if (code === 'unauthenticated') {
    const service = await call('readSetup', {})
    store.set({ screen: service.ok && service.value.sign_up === 'open' ? 'sign_up' : 'session_lost' })
  } else if (code === 'not_found' || code === 'forbidden') store.set({ screen: 'not_open' })
  else store.set({ screen: 'broken', detail })
}

async function chooseProject(desk: Desk): Promise<void> {
  const projects = await answered(desk, () => call('listWorkerProjects', {}))
  if (!projects.ok) return closed(desk, projects.trouble)
  showProjects(desk, projects.value)
  desk.store.set({ screen: 'choosing' })
}

/** Typing whose hold has ended while the page was closed is not in the line: it is shown apart. */
function findOrphans({ store, outbox, done }: Desk, drafts: readonly Draft[], personId: string): void {
  const elsewhere = new Set([...done.keys(), ...outbox.entries().map(({ id }) => id)])
  for (const { assignment } of store.get().line) elsewhere.add(assignment.id)
  store.set({ orphans: drafts.filter((draft) => draft.personId === personId && !elsewhere.has(draft.id)) })
}

async function readDrafts({ shelves, drafts }: Desk): Promise<Draft[]> {
  await drafts.recover()
  const all = await shelves.drafts.all().catch(() => [])
  const old = all.filter((draft) => draft.at < Date.now() - keptDraftsMs)
  for (const draft of old) drafts.forget(draft.id)
  return all.filter((draft) => !old.includes(draft))
}

/** Asks until somebody answers; says that nobody can be reached meanwhile. */
async function answered<T>(desk: Desk, ask: () => Promise<Outcome<T>>): Promise<Outcome<T>> {
  const { store } = desk
  for (let failures = 1; ; failures++) {
    const outcome = await ask()
    const passing = !outcome.ok && (outcome.trouble.status === 0 || outcome.trouble.status >= 502)
    if (!passing) {
      if (store.get().screen === 'offline') store.set({ screen: 'opening' })
      return outcome
    }
    store.set({ screen: 'offline' })
    await new Promise((resolve) => {
      const timer = setTimeout(resolve, Math.min(10_000, backoffMs(failures)))
      const now = () => {
        clearTimeout(timer)
        resolve(null)
      }
      addEventListener('online', now, { once: true })
    })
  }
}

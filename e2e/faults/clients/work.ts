import { ask, pause } from '../ask.ts'
import type { Run } from './run.ts'
import type { Project } from './site.ts'

type Held = { id: string; token: string }

const animals = ['cat', 'cat', 'cat', 'dog']

/** A worker who answers, skips, gives back, takes back, forgets what they hold, and comes back to it too late. */
export async function work(run: Run, project: Project, key: string): Promise<void> {
  const { random, stop, history } = run
  const forgotten: (Held & { at: number })[] = []
  while (!stop.aborted) {
    await pause(20)
    const { held } = await take(run, project, key, 1 + Math.floor(random() * 3))
    for (const hold of held) {
      const die = random()
      if (die < 0.06) await end(run, key, hold, 'skip')
      else if (die < 0.12) await end(run, key, hold, 'release')
      else if (die < 0.18) forgotten.push({ ...hold, at: history.now() })
      else await answer(run, key, hold)
    }
    const late = forgotten.findIndex(({ at }) => history.now() - at > 12_000)
    if (late >= 0) {
      const hold = forgotten.splice(late, 1)[0] as Held
      if (random() < 0.7) await submit(run, key, hold)
      else await end(run, key, hold, random() < 0.5 ? 'skip' : 'release')
    }
    // After a reload of the page: also what was given by a reply that never came.
    if (random() < 0.05 || held.length === 0)
      for (const hold of await listHeld(run, project, key))
        if (!forgotten.some(({ id }) => id === hold.id)) await answer(run, key, hold)
  }
}

type Taken = { held: Held[]; reason: string | null }

export async function take({ stand, history }: Run, project: Project, key: string, count: number): Promise<Taken> {
  const from = history.now()
  const json = { project_id: project.id, count }
  const taken = await ask(stand.url(), { method: 'POST', path: '/assignments', key, json })
  if (taken.outcome !== 'ok') await pause(100)
  const held = heldOf(taken.json)
  for (const { id } of held) history.offers.push({ hold: id, from, to: history.now() })
  return { held, reason: (taken.json as { reason?: string } | null)?.reason ?? null }
}

async function listHeld({ stand }: Run, project: Project, key: string): Promise<Held[]> {
  const path = `/assignments?project_id=${project.id}`
  return heldOf((await ask(stand.url(), { method: 'GET', path, key })).json)
}

const heldOf = (json: unknown) => ((json as { assignments?: Held[] } | null)?.assignments ?? []) as Held[]

/** Sends it again when no answer came, as the page does; now and then takes it back and says something else. */
async function answer(run: Run, key: string, hold: Held): Promise<void> {
  const { stand, history, random } = run
  const first = await submit(run, key, hold)
  if (first !== 'ok' || random() > 0.05) return
  const back = await history.record('answer', hold.id, 'none', () =>
    ask(stand.url(), { method: 'PUT', path: `/assignments/${hold.id}/withdrawal`, key, json: { token: hold.token } }),
  )
  if (back.outcome === 'ok' && random() < 0.7) await submit(run, key, hold)
}

export async function submit({ stand, history, random, triesAgain = 2 }: Run, key: string, { id, token }: Held) {
  const animal = animals[Math.floor(random() * animals.length)] as string
  const json = { token, answer: [{ animal }] }
  const put = () => ask(stand.url(), { method: 'PUT', path: `/assignments/${id}/submission`, key, json })
  let reply = await history.record('answer', id, animal, put)
  for (let tries = 0; reply.outcome === 'unknown' && tries < triesAgain; tries++) {
    await pause(200)
    reply = await history.record('answer', id, animal, put)
  }
  return reply.outcome
}

const ended = { skip: 'skipped', release: 'released' }

async function end({ stand, history }: Run, key: string, { id, token }: Held, how: 'skip' | 'release'): Promise<void> {
  const json = how === 'skip' ? { token, reason: 'not_sure' } : { token }
  await history.record('hold', id, ended[how], () =>
    ask(stand.url(), { method: 'PUT', path: `/assignments/${id}/${how}`, key, json }),
  )
}

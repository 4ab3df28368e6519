import type { Service } from '../service.ts'
import type { History } from './history.ts'

export type Site = { projectId: number; workers: string[] }

/** Senders and workers until the signal; each takes its turns by chance from the seed. */
export async function runClients(
  service: Service,
  site: Site,
  history: History,
  random: () => number,
  stop: AbortSignal,
) {
  const ask = (method: string, path: string, key: string, json: unknown) =>
    fetch(service.url + path, {
      method,
      headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
      body: JSON.stringify(json),
      signal: AbortSignal.timeout(10_000),
    })
  const pause = () => new Promise((resolve) => setTimeout(resolve, 5))

  const send = async () => {
    while (!stop.aborted) {
      const id = `t${history.steps.length}-${Math.floor(random() * 1e9)}`
      const task = { project_id: site.projectId, external_id: id, task_spec: [{ sentence: id }] }
      await history.record('task', id, () => ask('POST', '/tasks', service.key, task))
      await pause()
    }
  }
  const work = async (key: string) => {
    while (!stop.aborted) {
      await pause()
      const taken = await ask('POST', '/assignments', key, { project_id: site.projectId, count: 2 })
        .then((response) => response.json() as Promise<{ assignments?: { id: string; token: string }[] }>)
        .catch(() => null)
      for (const { id, token } of taken?.assignments ?? []) {
        const die = random()
        if (die < 0.1) await ask('PUT', `/assignments/${id}/skip`, key, { token, reason: 'not_sure' }).catch(() => {})
        else if (die < 0.2) await ask('PUT', `/assignments/${id}/release`, key, { token }).catch(() => {})
        else {
          const body = { token, answer: [{ animal: die < 0.6 ? 'cat' : 'dog' }] }
          await history.record('answer', id, () => ask('PUT', `/assignments/${id}/submission`, key, body))
        }
      }
    }
  }
  await Promise.all([send(), send(), ...site.workers.map(work)])
}

import type { CallOutput } from '@whisker/api/client.ts'
import type { Endpoints } from '@whisker/api/endpoints.ts'
import { call } from '../calls/call.ts'
import type { Desk } from './desk.ts'

type Listed = CallOutput<Endpoints['listWorkerProjects']>

/** The first page of the projects to choose from. */
export function showProjects({ store }: Desk, { data, next }: Listed): void {
  store.set({ projects: data, nextProjects: next ?? null })
}

/** Adds the next page to those that are shown. @returns false when it did not come: asking again may help. */
export async function moreProjects({ store }: Desk): Promise<boolean> {
  const { nextProjects: after } = store.get()
  if (after === null) return true
  const outcome = await call('listWorkerProjects', { query: { after } })
  if (!outcome.ok) return false
  // Asked for twice, it is shown once.
  if (store.get().nextProjects !== after) return true
  const { data, next } = outcome.value
  store.set({ projects: [...store.get().projects, ...data], nextProjects: next ?? null })
  return true
}

import type { Endpoint } from '@whisker/api/endpoint.ts'
import { keyReach, projectNamed } from '@whisker/api/key-reach.ts'
import type { Asked } from '../http/callers.ts'
import { ApiProblem, notFound } from '../problem.ts'
import { projectOf } from './ids.ts'

/**
 * Keeps a key within its projects, for every endpoint by what it declares: another project is not there (404, as for one of somebody
 * else), and what is of the whole workspace is refused. Where a handler narrows (`theirs`) it is given `caller.projectIds`.
 *
 * @throws `not_found`, `forbidden`
 */
export function confine(endpoint: Endpoint, caller: unknown, asked: Asked): void {
  const projectIds = (caller as { projectIds?: number[] | null } | null)?.projectIds
  if (!projectIds) return
  switch (keyReach(endpoint)) {
    case 'one':
      if (!projectIds.includes(projectAsked(endpoint, asked))) throw notFound(endpoint.tag.replace(/s$/, ''))
      return
    case 'none':
      throw new ApiProblem(
        'forbidden',
        'This is about the whole workspace, and this API key is for certain projects only. An owner makes a key for all projects in the dashboard, under Settings, API keys.',
      )
  }
}

function projectAsked(endpoint: Endpoint, asked: Asked): number {
  const named = projectNamed(endpoint)
  const id = named && (asked[named.where] as Record<string, unknown>)[named.name]
  return typeof id === 'string' ? projectOf(id) : Number(id)
}

import { z } from 'zod'
import type { Endpoint } from './endpoint.ts'

/** Ids that say of which project they are: its own, and those that have it in them. */
export const projectNames = ['project_id', 'task_id', 'assignment_id', 'report_id'] as const

export type NamesProject = { where: 'params' | 'query' | 'body'; name: (typeof projectNames)[number] }

/** Where a request names the one project that it is about; null where it need not. Said by the shape of the endpoint alone. */
export function projectNamed(endpoint: Endpoint): NamesProject | null {
  for (const where of ['params', 'query', 'body'] as const) {
    const schema = endpoint[where]
    if (!(schema instanceof z.ZodObject)) continue
    for (const name of projectNames) {
      const field: z.ZodType | undefined = schema.shape[name]
      if (field && !field.safeParse(undefined).success) return { where, name }
    }
  }
  return null
}

/**
 * How far a key of certain projects reaches. `one`: the project that is named, else 404 as for a foreign one. `theirs`: what is of its
 * projects. `all`: nothing here is of a project. `none`: this is about the whole workspace.
 */
export function keyReach(endpoint: Endpoint): 'one' | 'theirs' | 'all' | 'none' {
  return projectNamed(endpoint) ? 'one' : (endpoint.keyOfProjects ?? 'none')
}

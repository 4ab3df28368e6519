import { isDeepStrictEqual } from 'node:util'
import type { FieldProblem } from '@whisker/api/problem.ts'
import type { Project } from '@whisker/api/projects.ts'
import type { Transaction } from '../database/connect.ts'
import { ApiProblem } from '../http/problem.ts'

/** For each setting that was ever changed: when, as `updated_at` says it, and by whom; null for an API key. */
export type Changed = Partial<Record<string, { at: string; by: string | null }>>

/** The settings that differ. */
export function changedSettings(before: Project, after: Project): string[] {
  const kept = new Set(['id', 'version', 'updated_at', 'training_tasks'])
  const names = Object.keys(after).filter((name) => !kept.has(name)) as (keyof Project)[]
  return names.filter((name) => !isDeepStrictEqual(before[name], after[name]))
}

/**
 * Refuses an edit that would take back what somebody else has set since the project was read (`basedOn`). The same change
 * from two people is no conflict, and neither are changes of different settings.
 */
export async function refuseOverwrite(
  tx: Transaction,
  before: Project,
  changed: Changed,
  edit: Partial<Project>,
  basedOn: string,
): Promise<void> {
  const since = new Date(basedOn).getTime()
  const names = (Object.keys(edit) as (keyof Project)[]).filter((name) => {
    const last = changed[name]
    return last && new Date(last.at).getTime() > since && !isDeepStrictEqual(edit[name], before[name])
  })
  if (names.length === 0) return
  const people = await tx<{ id: string; name: string }[]>`
    select id, name from people where id = any(${names.flatMap((name) => changed[name]?.by ?? [])})`
  const errors = names.map((name): FieldProblem => {
    const { at, by } = changed[name]!
    const who = by === null ? 'an API key' : (people.find(({ id }) => id === by)?.name ?? 'somebody')
    return { pointer: `/${name}`, code: 'changed_meanwhile', detail: `was changed by ${who} (${at}).` }
  })
  throw new ApiProblem(
    'changed_meanwhile',
    `Since you read the project, ${errors.map(({ pointer, detail }) => `"${pointer.slice(1)}" ${detail}`).join(' ')} Nothing was saved. Read the project again, put both changes together, and send them with its new updated_at as based_on.`,
    { errors },
  )
}

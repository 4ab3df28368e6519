import type { Project, ProjectDraft } from '@whisker/api/project-settings.ts'
import type { z } from 'zod'
import { makeInvitation } from '../accounts/invitations.ts'
import type { Transaction } from '../database/connect.ts'
import { recordEvent } from '../events/tell.ts'
import type { Followers } from './followers.ts'
import { splitSpec } from './naming.ts'
import { findProject } from './queries.ts'

type Draft = z.output<typeof ProjectDraft>

/** Makes a project, with the link for its workers. */
export async function insertProject(
  tx: Transaction,
  workspaceId: number,
  draft: Draft,
  followers: Followers,
): Promise<Project> {
  const { input_spec, output_spec, max_answers = draft.min_answers, synonyms, apart, training, ...settings } = draft
  const { form, joining } = splitSpec(output_spec)
  const json = {
    ...{ synonyms: tx.json(synonyms) as never, apart: tx.json(apart) as never, joining: tx.json(joining) as never },
    training: training && (tx.json(training) as never),
  }
  const [row] = await tx<{ id: number }[]>`
    insert into projects ${tx({ ...settings, ...json, max_answers, workspace_id: workspaceId })} returning id`
  const id = (row as { id: number }).id
  await tx`
    insert into project_versions (project_id, version, input_spec, output_spec)
    values (${id}, 1, ${tx.json(input_spec)}, ${tx.json(form)})`
  await followers.callback(tx, workspaceId, { id, callback_url: draft.callback_url })
  await makeInvitation(tx, workspaceId, { role: 'worker', project_id: id })
  await recordEvent(tx, { workspaceId, projectId: id }, 'project.created', { project_id: id })
  return findProject(tx, workspaceId, id)
}

import { isDeepStrictEqual } from 'node:util'
import { applyTos, maxBelowMin, type Project, type ProjectEdit } from '@whisker/api/project-settings.ts'
import { movedSubjects, subjectFaults } from '@whisker/api/subject-faults.ts'
import type { z } from 'zod'
import { changedSettings, changeOf, type Locked, newStamp, refuseOverwrite } from '../accounts/overwrite.ts'
import type { Sql } from '../database/connect.ts'
import { recordEvent } from '../events/tell.ts'
import { invalid, invalidField, notFound } from '../problem.ts'
import type { Followers } from './followers.ts'
import { type Following, followingAnew } from './following.ts'
import { splitSpec, withJoining } from './naming.ts'
import { findProject } from './queries.ts'

type Before = Locked & { following: Following | null }

/**
 * Changes a project. New specs are a new version, always: to change the one in force "because it has no tasks yet" would
 * race with the first task. Tasks point to the version that they are asked in, and follow the newest one (follow-form.ts).
 *
 * @throws 409 `changed_meanwhile` when the edit says what it is based on, and would take back what came after that
 */
export async function editProjectRow(
  sql: Sql,
  { workspaceId, personId }: { workspaceId: number; personId: string | null },
  projectId: number,
  { apply_to, based_on, ...edit }: z.output<typeof ProjectEdit>,
  followers: Followers,
): Promise<Project> {
  return sql.begin(async (tx) => {
    const [locked] = await tx<Before[]>`
      select changed, following, ${newStamp(tx)} as now
      from projects where id = ${projectId} and workspace_id = ${workspaceId} for update`
    if (!locked) throw notFound('project')
    const before = await findProject(tx, workspaceId, projectId)
    await refuseOverwrite(tx, { noun: 'project', stamp: 'updated_at', before, changed: locked.changed }, edit, based_on)
    const { input_spec = before.input_spec, output_spec = before.output_spec, ...settings } = edit
    // A fixed overlap stays one: who changes the minimum alone means both.
    const isFixed = before.min_answers === before.max_answers
    if (isFixed && settings.min_answers !== undefined) settings.max_answers ??= settings.min_answers
    const { form, joining } = splitSpec(output_spec)
    const asked = { ...before, ...edit, ...settings, output_spec: withJoining(form, joining) }
    if (asked.min_answers > asked.max_answers)
      throw invalidField('/max_answers', 'invalid', `${asked.max_answers} ${maxBelowMin(asked.min_answers)}.`)
    const faults = [...subjectFaults(asked), ...movedSubjects(before, asked)]
    if (faults.length > 0) throw invalid(faults)
    if (isDeepStrictEqual(asked, before) && apply_to === undefined) return before
    const newSpecs = !isDeepStrictEqual([input_spec, form], [before.input_spec, splitSpec(before.output_spec).form])
    const version = before.version + (newSpecs ? 1 : 0)
    if (newSpecs) {
      await tx`
        insert into project_versions (project_id, version, input_spec, output_spec)
        values (${projectId}, ${version}, ${tx.json(input_spec)}, ${tx.json(form)})`
    }
    const overlap = asked.min_answers !== before.min_answers || asked.max_answers !== before.max_answers
    const { synonyms, apart, training, ...columns } = settings
    const row = {
      ...columns,
      joining: tx.json(joining) as never,
      ...(apart && { apart: tx.json(apart) as never }),
      ...(synonyms && { synonyms: tx.json(synonyms) as never }),
      ...(training !== undefined && { training: training && (tx.json(training) as never) }),
    }
    const following = newSpecs || apply_to !== undefined ? followingAnew(widest(apply_to, locked.following)) : null
    await tx`
      update projects set ${tx({ ...row, version, ...(following && { following: tx.json(following) as never }) })},
             updated_at = ${locked.now}, overlap_pending = overlap_pending or ${overlap}
      where id = ${projectId}`
    const after = await findProject(tx, workspaceId, projectId)
    const names = changedSettings(settingsOf(before), settingsOf(after))
    const changed = changeOf(names, locked.now, personId)
    await tx`update projects set changed = changed || ${tx.json(changed)} where id = ${projectId}`
    if (names.length === 0) return after
    // What joins texts applies to what is there: the next refit reads every answer by it, and the scores of gold are made anew.
    if (!isDeepStrictEqual(namingOf(after), namingOf(before))) {
      await followers.naming(tx, projectId)
      await tx`update projects set rescore_from = '00000000-0000-0000-0000-000000000000' where id = ${projectId}`
    }
    if (after.callback_url !== before.callback_url) await followers.callback(tx, workspaceId, after)
    await recordEvent(tx, { workspaceId, projectId }, 'project.updated', {
      project_id: projectId,
      version,
      status: after.status,
    })
    return after
  }) as Promise<Project>
}

/** What was asked for before and has not been done yet stays asked for. */
function widest(asked: Following['apply_to'] = 'unanswered', before: Following | null): Following['apply_to'] {
  const waiting = before?.apply_to ?? 'unanswered'
  return applyTos.indexOf(waiting) > applyTos.indexOf(asked) ? waiting : asked
}

/** What an edit can set, and nothing that follows from it or from elsewhere. */
function settingsOf({ id: _id, version: _version, updated_at: _at, training_tasks: _tasks, ...settings }: Project) {
  return settings
}

function namingOf({ language, synonyms, apart, output_spec }: Project) {
  return { language, synonyms, apart, joining: splitSpec(output_spec).joining }
}

/** Pause, resume, archive. Doing it again changes nothing. */
export async function setProjectStatus(
  sql: Sql,
  workspaceId: number,
  projectId: number,
  from: Project['status'][],
  to: Project['status'],
): Promise<Project> {
  return sql.begin(async (tx) => {
    const [changed] = await tx<{ version: number }[]>`
      update projects set status = ${to}, updated_at = now()
      where id = ${projectId} and workspace_id = ${workspaceId} and status = any(${from}) returning version`
    if (changed)
      await recordEvent(tx, { workspaceId, projectId }, 'project.updated', {
        project_id: projectId,
        version: changed.version,
        status: to,
      })
    return findProject(tx, workspaceId, projectId)
  }) as Promise<Project>
}

import type { OutputField } from '@whisker/api/fields.ts'
import { previewEdit } from '@whisker/api/form-effect.ts'
import { movedSubjects, subjectFaults } from '@whisker/api/subject-faults.ts'
import { type Router, route } from '../http/route.ts'
import { invalid } from '../problem.ts'
import { checkDraft } from '../projects/check-draft.ts'
import { splitSpec } from '../projects/naming.ts'
import { findProject } from '../projects/queries.ts'
import { formEffect } from './form-effect.ts'

/** What a change of the form would do to the tasks that are there. */
export function formRoutes(router: Router): void {
  const { server } = router

  route(router, previewEdit, async ({ caller, params, body }) => {
    const project = await findProject(server.sql, caller.workspaceId, params.project_id)
    checkDraft(server, body, project.language)
    const faults = [...subjectFaults({ ...project, ...body }), ...movedSubjects(project, { ...project, ...body })]
    if (faults.length > 0) throw invalid(faults)
    const form = (spec: readonly OutputField[]) => splitSpec(spec).form
    const asked = body.output_spec ? { ...body, output_spec: form(body.output_spec) } : body
    return formEffect(server.figures, { ...project, output_spec: form(project.output_spec) }, asked)
  })
}

import { listSynonymSuggestions, type ProjectQuality, readExplanation, readQuality } from '@whisker/api/quality.ts'
import { workerPseudonym } from '../accounts/secrets.ts'
import type { Server } from '../context.ts'
import { countBands, findCrowd } from '../crowd/figures.ts'
import { type Router, route } from '../http/route.ts'
import { ApiProblem } from '../problem.ts'
import { requireProject } from '../projects/queries.ts'
import { explain, findExplained, isDecided } from './explanation.ts'

/** Lower ends of the bands of confidence. */
const bands = [0, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95]

export function qualityRoutes(router: Router<Server>): void {
  const { server } = router
  const { sql } = server

  route(router, readExplanation, async ({ caller, params }) => {
    const row = await findExplained(sql, caller.workspaceId, params.task_id)
    if (!isDecided(row))
      throw new ApiProblem('conflict', `The task has no result yet: it is ${row.status}. Ask again when it has one.`)
    return explain(row, (personId) => workerPseudonym(server.secret, caller.workspaceId, personId))
  })

  route(router, readQuality, async ({ caller, params }) => {
    const { project_id: projectId } = params
    await requireProject(sql, caller.workspaceId, projectId)
    const [crowd, counted] = await Promise.all([findCrowd(sql, projectId), countBands(sql, projectId, bands)])
    const tasks = counted.reduce((sum, row) => sum + row.tasks, 0)
    const answers = counted.reduce((sum, row) => sum + row.answers, 0)
    return {
      refit: crowd?.refit ?? 0,
      refit_at: crowd?.refit_at ?? null,
      refit_answers: crowd?.answers ?? 0,
      refit_due: crowd?.due ?? false,
      ...{ answers, tasks, mean_answers: tasks > 0 ? answers / tasks : null },
      bands: bands.map((from, b) => {
        return { from, to: bands[b + 1] ?? 1, tasks: counted.find(({ band }) => band === b + 1)?.tasks ?? 0 }
      }),
      fields: (crowd?.fields ?? []).map(({ suggestions: _, ...field }) => field) as ProjectQuality['fields'],
    }
  })

  route(router, listSynonymSuggestions, async ({ caller, params }) => {
    await requireProject(sql, caller.workspaceId, params.project_id)
    const crowd = await findCrowd(sql, params.project_id)
    const data = (crowd?.fields ?? []).flatMap(({ field, suggestions }) =>
      suggestions.map((suggestion) => ({ field, ...suggestion })),
    )
    return { data }
  })
}

import { listSuspicions, type Suspicions } from '@whisker/api/suspicions.ts'
import { namesOf } from '../accounts/people.ts'
import { workerPseudonym } from '../accounts/secrets.ts'
import type { Server } from '../context.ts'
import { type Router, route } from '../http/route.ts'
import { askThread } from '../jobs/thread.ts'
import { requireProject } from '../projects/queries.ts'
import { workedOut } from '../quality/worked-out.ts'
import type { SuspicionAnswer, SuspicionOrder } from './suspicion-thread.ts'

export function suspicionRoutes(router: Router<Server>): void {
  const { server } = router
  const suspicions = workedOut<Suspicions>(router, 'lists of suspicions')

  route(router, listSuspicions, async ({ caller: { workspaceId }, params: { project_id: projectId } }) => {
    await requireProject(server.sql, workspaceId, projectId)
    return suspicions(projectId, (signal) => makeSuspicions(workspaceId, projectId, signal))
  })

  async function makeSuspicions(workspaceId: number, projectId: number, signal: AbortSignal): Promise<Suspicions> {
    const order: SuspicionOrder = { projectId, ...server.threads }
    const made_at = new Date().toISOString()
    const file = new URL('./suspicion-thread.ts', import.meta.url)
    const { answers, of, found } = await askThread<SuspicionAnswer>(file, order, signal)
    const ids = [...new Set(found.flatMap(({ people }) => people))]
    const names = await namesOf(server.sql, ids)
    const shown = (id: string) => ({
      worker_id: workerPseudonym(server.secret, workspaceId, id),
      name: names.get(id) ?? '',
    })
    const data = found.map(({ people: who, ...suspicion }) => ({ ...suspicion, workers: who.map(shown) }))
    return { made_at, answers, of, data: data as Suspicions['data'] }
  }
}

import { Readable } from 'node:stream'
import { exportResults } from '@whisker/api/results.ts'
import { ApiProblem } from '../http/problem.ts'
import { type Router, route } from '../http/route.ts'
import { tasksByStatus } from '../projects/progress.ts'
import { requireProject } from '../projects/queries.ts'
import { exportsAtOnce, openExport } from './export.ts'

const mostPerWorkspace = 2

export function resultRoutes(router: Router): void {
  const { server } = router
  const running = new Map<number, number>()
  let all = 0

  route(router, exportResults, async ({ caller, params, query, request, reply }) => {
    const { workspaceId } = caller
    await requireProject(server.sql, workspaceId, params.project_id)
    const count = running.get(workspaceId) ?? 0
    if (count >= mostPerWorkspace)
      throw new ApiProblem('rate_limited', 'Two exports of your workspace are running. Wait for one to end.', {
        retryAfterS: 10,
      })
    if (all >= exportsAtOnce)
      throw new ApiProblem('unavailable', 'Many exports are running right now. Try again in a moment.', {
        retryAfterS: 10,
      })
    running.set(workspaceId, count + 1)
    all++
    const done = () => {
      const left = (running.get(workspaceId) ?? 1) - 1
      if (left > 0) running.set(workspaceId, left)
      else running.delete(workspaceId)
      all--
    }
    try {
      const format = query.format ?? 'jsonl'
      const counting = tasksByStatus(server.figures, [params.project_id])
      // Whoever waits for it first hears of its failure.
      counting.catch(() => {})
      const opened = await openExport(server.replica, params.project_id, {
        format,
        after: query.after,
        likely: query.likely ?? false,
        safeCsv: query.safe_csv ?? true,
        dialect: query.dialect ?? 'standard',
        assetsUrl: `${server.url()}/assets`,
      })
      const counts = await counting.catch(async (error) => {
        await opened.close()
        throw error
      })
      reply.headers({
        'content-type': opened.contentType,
        'whisker-cursor': opened.cursor,
        'whisker-tasks': Object.entries(counts.get(params.project_id) ?? {})
          .map(([status, count]) => `${status}=${count}`)
          .join(', '),
        'cache-control': 'no-store',
        'content-disposition': `attachment; filename="whisker-${params.project_id}.${format}"`,
      })
      // Fastify would read the whole stream to throw it away.
      if (request.method === 'HEAD') await opened.chunks.return('')
      const stream = Readable.from(opened.chunks, { objectMode: true, highWaterMark: 2 })
      // Only here: a reader who goes before the first byte never starts the generator, so nothing in it would run.
      stream.once('close', () => {
        done()
        void opened.close()
      })
      return reply.send(stream)
    } catch (error) {
      done()
      throw error
    }
  })
}

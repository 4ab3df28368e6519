import { Readable } from 'node:stream'
import { exportResults } from '@whisker/api/results.ts'
import { ApiProblem } from '../http/problem.ts'
import { type Router, route } from '../http/route.ts'
import { requireProject } from '../projects/queries.ts'
import { openExport } from './export.ts'

// An export holds a connection and a snapshot for as long as its reader takes.
const mostPerWorkspace = 2

export function resultRoutes(router: Router): void {
  const { server } = router
  const running = new Map<number, number>()

  route(router, exportResults, async ({ caller, params, query, reply }) => {
    const { workspaceId } = caller
    await requireProject(server.sql, workspaceId, params.project_id)
    const count = running.get(workspaceId) ?? 0
    if (count >= mostPerWorkspace)
      throw new ApiProblem('rate_limited', 'Two exports of your workspace are running. Wait for one to end.', {
        retryAfterS: 10,
      })
    running.set(workspaceId, count + 1)
    const done = () => running.set(workspaceId, (running.get(workspaceId) ?? 1) - 1)
    try {
      const format = query.format ?? 'jsonl'
      const opened = await openExport(server.replica, params.project_id, {
        format,
        after: query.after,
        safeCsv: query.safe_csv ?? true,
      })
      reply.headers({
        'content-type': opened.contentType,
        'whisker-cursor': opened.cursor,
        'cache-control': 'no-store',
        'content-disposition': `attachment; filename="whisker-${params.project_id}.${format}"`,
      })
      const stream = Readable.from(opened.chunks, { objectMode: true, highWaterMark: 2 })
      stream.once('close', done)
      return reply.send(stream)
    } catch (error) {
      done()
      throw error
    }
  })
}

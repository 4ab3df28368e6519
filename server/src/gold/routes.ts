import { once as onceEmitted } from 'node:events'
import { Readable } from 'node:stream'
import { importGold, listGold, markGold, promoteGold, unmarkGold } from '@whisker/api/gold.ts'
import type { Server } from '../context.ts'
import type { Transaction } from '../database/connect.ts'
import { cutSlowStream } from '../http/body.ts'
import { decodeCursor, fittedPage, uuid } from '../http/cursor.ts'
import { answerHeaders } from '../http/errors.ts'
import { type Router, route } from '../http/route.ts'
import { findProject, requireProject } from '../projects/queries.ts'
import { importKnownAnswers } from './import.ts'
import { markAsGold } from './mark.ts'
import { promoteAgreed } from './promote.ts'
import { findGold, goldPage } from './queries.ts'
import { unmarkAsGold } from './unmark.ts'

export function goldRoutes(router: Router<Server>): void {
  const { sql } = router.server

  route(router, listGold, async ({ caller, params, query }) => {
    await requireProject(sql, caller.workspaceId, params.project_id)
    const limit = query.limit ?? 100
    const [after] = query.after ? decodeCursor(query.after, [uuid]) : []
    return fittedPage(await goldPage(sql, params.project_id, after, limit + 1), limit, (last) => [last.task_id])
  })

  route(router, markGold, async ({ caller, params, body }) => {
    await sql.begin((tx) =>
      markAsGold(tx as Transaction, caller.workspaceId, params.task_id, { ...body, by: caller.personId }),
    )
    return findGold(sql, caller.workspaceId, params.task_id)
  })

  route(router, unmarkGold, async ({ caller, params, query }) =>
    unmarkAsGold(router.server, caller.workspaceId, params.task_id, query.based_on),
  )

  route(router, importGold, async ({ caller, params, query, request, reply }) => {
    const project = await findProject(sql, caller.workspaceId, params.project_id)
    const { shares } = router.server
    const name = `workspace:${caller.workspaceId}`
    const place = await shares.enter('streams', name)
    reply.hijack()
    const out = reply.raw
    out.writeHead(200, {
      'content-type': 'application/x-ndjson; charset=utf-8',
      ...answerHeaders(request.id),
    })
    const body = request.body instanceof Readable ? request.body : Readable.from([])
    const charset = /;\s*charset="?([^\s;"]+)/i.exec(request.headers['content-type'] ?? '')?.[1]
    const pieces = cutSlowStream(body, () => shares.step(name))
    const file = { body: pieces, charset, isGuarded: query.safe_csv ?? true }
    const into = { workspaceId: caller.workspaceId, id: project.id, by: caller.personId, based_on: query.based_on }
    try {
      for await (const receipt of importKnownAnswers(sql, into, file))
        if (!out.write(`${JSON.stringify(receipt)}\n`))
          await onceEmitted(out, 'drain', { signal: AbortSignal.timeout(60_000) })
      out.end()
    } catch (error) {
      // The head has gone out: the only honest end is a broken one, which no client can take for a complete answer.
      request.log.warn({ err: error }, 'an import of gold ended early')
      out.destroy()
    } finally {
      place.leave()
    }
    return reply
  })

  route(router, promoteGold, async ({ caller, params, body }) => {
    await requireProject(sql, caller.workspaceId, params.project_id)
    return promoteAgreed(sql, caller.workspaceId, params.project_id, body.wanted)
  })
}

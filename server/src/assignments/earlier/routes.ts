import { Readable } from 'node:stream'
import { importAnswers } from '@whisker/api/answer-imports.ts'
import { sourceWorker } from '../../accounts/answer-sources.ts'
import type { Server } from '../../context.ts'
import { cutSlowStream } from '../../http/body.ts'
import { type Router, route } from '../../http/route.ts'
import { streamReceipts } from '../../http/stream-receipts.ts'
import { ApiProblem } from '../../problem.ts'
import { findProject } from '../../projects/queries.ts'
import { refuseOtherForms } from '../../tasks/other-forms.ts'
import { roomForLine } from '../../tasks/room-for-line.ts'
import { importEarlierAnswers } from './import.ts'

const example = '{"external_id":"...","answer":[{"animal":"cat"}]}'

export function earlierAnswerRoutes(router: Router<Server>): void {
  const { server } = router

  route(router, importAnswers, async ({ caller, params, query, request, reply }) => {
    const project = await findProject(server.sql, caller.workspaceId, params.project_id)
    if (project.status === 'archived')
      throw new ApiProblem(
        'project_closed',
        'The project is archived and takes no answers. Take it out of the archive first.',
      )
    const name = `workspace:${caller.workspaceId}`
    const place = await server.shares.enter('streams', name)
    const body = request.body instanceof Readable ? request.body : Readable.from([])
    try {
      const lines = await refuseOtherForms(
        cutSlowStream(body, () => server.shares.step(name)),
        example,
      )
      const workerId = await sourceWorker(server.sql, project.id, query.source)
      const source = {
        workspaceId: caller.workspaceId,
        projectId: project.id,
        workerId,
        forReview: query.review ?? false,
      }
      await streamReceipts(request, reply, async (send) => {
        for await (const receipts of importEarlierAnswers(server, source, lines, () => roomForLine(server, name, body)))
          await send(receipts)
      })
    } finally {
      place.leave()
    }
    server.wake('crowds')
    return reply
  })
}

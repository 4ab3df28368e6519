import { estimateExport } from '@whisker/api/export-estimate.ts'
import { type ExportFormat, exportFormat, fileFormat, isDataset } from '@whisker/api/export-formats.ts'
import { type AnswersFormat, exportAnswers, exportProject } from '@whisker/api/exports.ts'
import { exportResults } from '@whisker/api/results.ts'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { workerPseudonym } from '../accounts/secrets.ts'
import type { Server } from '../context.ts'
import { tasksByStatus } from '../figures/progress.ts'
import { type Router, route } from '../http/route.ts'
import { requireProject } from '../projects/queries.ts'
import { openAnswers } from './answers.ts'
import { estimateExportOf } from './estimate.ts'
import { openExport, write } from './export.ts'
import { writers } from './formats.ts'
import { spoolOfRelease } from './releases/stored.ts'
import { sendText } from './send.ts'
import { sendDataset } from './send-dataset.ts'
import { rowText } from './spool.ts'

type Asked = { workspaceId: number; projectId: number; request: FastifyRequest; reply: FastifyReply }
type Query = {
  after?: string | undefined
  likely?: boolean | undefined
  safe_csv?: boolean | undefined
  dialect?: 'standard' | 'excel' | undefined
}

export function resultRoutes(router: Router<Server>): void {
  const { server } = router

  route(router, exportResults, async ({ caller, params, query, request, reply }) => {
    const { workspaceId } = caller
    await requireProject(server.sql, workspaceId, params.project_id)
    return sendResults(server, { workspaceId, projectId: params.project_id, request, reply }, query)
  })

  route(router, exportProject, async ({ caller, params, query, request, reply }) => {
    const { workspaceId } = caller
    await requireProject(server.sql, workspaceId, params.project_id)
    const asked = { workspaceId, projectId: params.project_id, request, reply }
    const { format } = query
    if (isDataset(format)) return sendDataset(server, asked, { ...query, format })
    if (query.release !== undefined) return sendRelease(server, asked, { ...query, format, release: query.release })
    return sendResults(server, asked, { ...query, format })
  })

  route(router, estimateExport, async ({ caller, params, query }) => {
    const { workspaceId } = caller
    await requireProject(server.sql, workspaceId, params.project_id)
    const { format, release, likely = false, with_pictures: withPictures = true } = query
    const asked = { format, release, likely, withPictures, written: writtenAs(server, {}) }
    return estimateExportOf(server, { workspaceId, projectId: params.project_id }, asked)
  })

  route(router, exportAnswers, async ({ caller, params, query, request, reply }) => {
    const { workspaceId } = caller
    await requireProject(server.sql, workspaceId, params.project_id)
    const asked = { workspaceId, projectId: params.project_id, request, reply }
    return sendAnswers(server, asked, { ...query, format: query.format ?? 'jsonl' })
  })
}

async function sendResults(
  server: Server,
  asked: Asked,
  query: Query & { format?: ExportFormat | undefined },
): Promise<FastifyReply> {
  const { workspaceId, projectId, reply } = asked
  const place = await server.shares.enter('exports', `workspace:${workspaceId}`)
  try {
    const format = query.format ?? 'jsonl'
    const counting = tasksByStatus(server.figures, [projectId])
    // Whoever waits for it first hears of its failure.
    counting.catch(() => {})
    const options = { ...writtenAs(server, query), format, after: query.after, likely: query.likely ?? false }
    const primary = server.config.replicaUrl ? server.sql : undefined
    const opened = await openExport(server.replica, projectId, options, primary)
    const counts = await counting.catch(async (error) => {
      await opened.close()
      throw error
    })
    reply.headers({
      'content-type': opened.contentType,
      'whisker-cursor': opened.cursor,
      'whisker-tasks': Object.entries(counts.get(projectId) ?? {})
        .map(([status, count]) => `${status}=${count}`)
        .join(', '),
      'content-disposition': `attachment; filename="whisker-${projectId}.${exportFormat(format).endings[0]}"`,
    })
    return await sendText(asked, opened.chunks, place, opened.close)
  } catch (error) {
    place.leave()
    throw error
  }
}

async function sendRelease(
  server: Server,
  asked: Asked,
  query: Query & { format: ExportFormat; release: number },
): Promise<FastifyReply> {
  const { workspaceId, projectId, reply } = asked
  const { format, release } = query
  const place = await server.shares.enter('exports', `workspace:${workspaceId}`)
  try {
    const spooled = await spoolOfRelease(server.sql, projectId, release)
    const writer = writers[format]({ ...writtenAs(server, query), specs: spooled.specs })
    reply.headers({
      'content-type': `${exportFormat(format).type}; charset=utf-8`,
      'content-disposition': `attachment; filename="whisker-${projectId}-release-${release}.${exportFormat(format).endings[0]}"`,
    })
    return await sendText(asked, write(inBatches(spooled.lines()), writer), place)
  } catch (error) {
    place.leave()
    throw error
  }
}

async function sendAnswers(
  server: Server,
  asked: Asked,
  query: Query & { format: AnswersFormat },
): Promise<FastifyReply> {
  const { workspaceId, projectId, reply } = asked
  const { format } = query
  const place = await server.shares.enter('exports', `workspace:${workspaceId}`)
  try {
    const workerOf = (personId: string) => workerPseudonym(server.secret, workspaceId, personId)
    const options = { ...writtenAs(server, query), format, workerOf }
    const { chunks, close } = await openAnswers(server.replica, projectId, options)
    reply.headers({
      'content-type': isDataset(format) ? fileFormat(format).type : `${fileFormat(format).type}; charset=utf-8`,
      'content-disposition': `attachment; filename="whisker-${projectId}-answers.${fileFormat(format).endings[0]}"`,
    })
    return await sendText(asked, chunks, place, close)
  } catch (error) {
    place.leave()
    throw error
  }
}

async function* inBatches(lines: AsyncIterable<string>): AsyncGenerator<{ row: string }[]> {
  let batch: { row: string }[] = []
  for await (const line of lines) {
    batch.push({ row: rowText(line) })
    if (batch.length < 200) continue
    yield batch
    batch = []
  }
  if (batch.length > 0) yield batch
}

function writtenAs(server: Server, { safe_csv, dialect }: Query) {
  return { safe: safe_csv ?? true, dialect: dialect ?? 'standard', assetsUrl: `${server.url()}/assets` } as const
}

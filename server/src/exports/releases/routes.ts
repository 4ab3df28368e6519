import {
  createRelease,
  deleteRelease,
  describeRelease,
  listReleases,
  readRelease,
  readReleaseChanges,
  readReleaseManifest,
} from '@whisker/api/releases.ts'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Server } from '../../context.ts'
import { type Router, route } from '../../http/route.ts'
import { findProject, requireProject } from '../../projects/queries.ts'
import { sendText } from '../send.ts'
import { changesBetween } from './changes.ts'
import { croissantOf } from './croissant.ts'
import { prepareRelease, writeRelease } from './make.ts'
import { manifestOf } from './manifest.ts'
import { findRelease, forgetRelease, numberBefore, releasesPage, shownRelease } from './queries.ts'
import { linesOfRelease, spoolOfRelease } from './stored.ts'

/** Results that stay as they were at one moment. */
export function releaseRoutes(router: Router<Server>): void {
  const { server } = router
  const { sql } = server

  route(router, createRelease, async ({ caller, params, body, commit }) => {
    const { project_id: projectId } = params
    const project = await findProject(sql, caller.workspaceId, projectId)
    const prepared = await prepareRelease(server, caller.workspaceId, project, body.likely)
    try {
      return await commit.transaction((tx) => writeRelease(tx, projectId, body, prepared))
    } finally {
      await prepared.close()
    }
  })

  route(router, listReleases, async ({ caller, params, query }) => {
    await requireProject(sql, caller.workspaceId, params.project_id)
    return releasesPage(sql, caller.workspaceId, params.project_id, query)
  })

  route(router, readRelease, async ({ caller, params }) =>
    shownRelease(await findRelease(sql, caller.workspaceId, params.project_id, params.number)),
  )

  route(router, deleteRelease, async ({ caller, params }) => {
    await forgetRelease(sql, caller.workspaceId, params.project_id, params.number)
    return undefined
  })

  route(router, readReleaseManifest, async ({ caller, params, request, reply }) => {
    const { project_id, number } = params
    await findRelease(sql, caller.workspaceId, project_id, number)
    return sendLines(
      server,
      { workspaceId: caller.workspaceId, request, reply },
      manifestOf(linesOfRelease(sql, project_id, number)),
    )
  })

  route(router, readReleaseChanges, async ({ caller, params, query, request, reply }) => {
    const { workspaceId } = caller
    const { project_id, number } = params
    await findRelease(sql, workspaceId, project_id, number)
    if (query.since !== undefined) await findRelease(sql, workspaceId, project_id, query.since)
    const since = query.since ?? (await numberBefore(sql, project_id, number))
    const old = since === null ? nothing() : linesOfRelease(sql, project_id, since)
    return sendLines(
      server,
      { workspaceId, request, reply },
      changesBetween(old, linesOfRelease(sql, project_id, number)),
    )
  })

  route(router, describeRelease, async ({ caller, params }) => {
    const { project_id, number } = params
    const release = await findRelease(sql, caller.workspaceId, project_id, number)
    const { specs } = await spoolOfRelease(sql, project_id, number)
    return croissantOf(release, specs, project_id, server.url())
  })
}

async function* nothing(): AsyncGenerator<string> {}

async function sendLines(
  server: Server,
  asked: { workspaceId: number; request: FastifyRequest; reply: FastifyReply },
  lines: AsyncGenerator<object>,
): Promise<FastifyReply> {
  const place = await server.shares.enter('exports', `workspace:${asked.workspaceId}`)
  asked.reply.header('content-type', 'application/x-ndjson; charset=utf-8')
  return sendText(asked, asText(lines), place)
}

async function* asText(lines: AsyncIterable<object>): AsyncGenerator<string> {
  let text = ''
  for await (const line of lines) {
    text += `${JSON.stringify(line)}\n`
    if (text.length < 65_536) continue
    yield text
    text = ''
  }
  if (text !== '') yield text
}

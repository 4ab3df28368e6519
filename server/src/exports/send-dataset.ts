import { Readable } from 'node:stream'
import { type DatasetFormatName, datasetFormats, isZip } from '@whisker/api/export-formats.ts'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Server } from '../context.ts'
import { type OpenedDataset, openDataset } from './dataset.ts'
import { behind, changed } from './resume.ts'

type Asked = { workspaceId: number; projectId: number; request: FastifyRequest; reply: FastifyReply }
type Query = {
  format: DatasetFormatName
  likely?: boolean | undefined
  with_pictures?: boolean | undefined
  upright?: boolean | undefined
  split?: string | undefined
  seed?: string | undefined
  group?: string | undefined
  resume?: string | undefined
  from?: number | undefined
  begin_sha256?: string | undefined
  release?: number | undefined
}

/** Streams a data set; what its reader has of the same bytes already is made, compared, and not sent. */
export async function sendDataset(server: Server, asked: Asked, query: Query): Promise<FastifyReply> {
  const { workspaceId, projectId, request, reply } = asked
  const { format, split, seed, group, release } = query
  const place = await server.shares.enter('exports', `workspace:${workspaceId}`)
  try {
    const opened = await openDataset(
      server,
      { workspaceId, projectId },
      {
        ...{ format, split, seed, group, release },
        likely: query.likely ?? false,
        withPictures: query.with_pictures ?? true,
        upright: query.upright ?? true,
      },
    )
    const isHead = request.method === 'HEAD'
    const chunks = await restOf(opened, query, () => isHead || reply.raw.destroyed)
    const { type, endings } = datasetFormats[format]
    reply.headers({
      'content-type': type,
      'whisker-export': opened.tag,
      'whisker-pictures': opened.pictures,
      'whisker-bytes': opened.bytes,
      'cache-control': 'no-store',
      'content-disposition': `attachment; filename="whisker-${projectId}${isZip(format) ? `-${format}` : ''}.${endings[0]}"`,
    })
    // Fastify would read the whole stream to throw it away.
    if (isHead) await opened.chunks.return(undefined)
    const stream = Readable.from(chunks, { objectMode: true, highWaterMark: 2 })
    // Only here: a reader who goes before the first byte never starts the generator, so nothing in it would run.
    stream.once('close', () => {
      place.leave()
      void opened.chunks.return(undefined).finally(opened.close)
    })
    return reply.send(stream)
  } catch (error) {
    place.leave()
    throw error
  }
}

async function restOf(opened: OpenedDataset, query: Query, isGone: () => boolean): Promise<AsyncGenerator<Buffer>> {
  const { resume, from = 0, begin_sha256: sha256 } = query
  if (resume === undefined) return opened.chunks
  try {
    if (resume !== opened.tag)
      throw changed(
        'Results, names or pictures have changed since this export began, or it is asked for in another way.',
      )
    return await behind(opened, { from, sha256 }, isGone)
  } catch (error) {
    await opened.chunks.return(undefined)
    await opened.close()
    throw error
  }
}

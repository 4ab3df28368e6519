import { Readable } from 'node:stream'
import { type DatasetFormatName, datasetFormats } from '@whisker/api/export-formats.ts'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Server } from '../context.ts'
import { ApiProblem } from '../problem.ts'
import { openDataset } from './dataset.ts'

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
  release?: number | undefined
}

/** Streams a data set; what its reader has of the same bytes already is made, and not sent. */
export async function sendDataset(server: Server, asked: Asked, query: Query): Promise<FastifyReply> {
  const { workspaceId, projectId, request, reply } = asked
  const { format, split, seed, group, release, resume, from = 0 } = query
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
    if (resume !== undefined && resume !== opened.tag) {
      await opened.close()
      throw new ApiProblem(
        'changed_meanwhile',
        'Results, names or pictures have changed since this export began, or it is asked for in another way. Begin it anew, without resume and from.',
      )
    }
    const { type, endings } = datasetFormats[format]
    reply.headers({
      'content-type': type,
      'whisker-export': opened.tag,
      'whisker-pictures': opened.pictures,
      'whisker-bytes': opened.bytes,
      'cache-control': 'no-store',
      'content-disposition': `attachment; filename="whisker-${projectId}-${format}.${endings[0]}"`,
    })
    // Fastify would read the whole stream to throw it away.
    if (request.method === 'HEAD') await opened.chunks.return(undefined)
    const chunks = resume === undefined ? opened.chunks : without(opened.chunks, from)
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

async function* without(chunks: AsyncIterable<Buffer>, count: number): AsyncGenerator<Buffer> {
  let left = count
  for await (const chunk of chunks) {
    if (left < chunk.length) yield left === 0 ? chunk : chunk.subarray(left)
    left = Math.max(0, left - chunk.length)
  }
}

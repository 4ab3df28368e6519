import { Readable } from 'node:stream'
import type { FastifyReply, FastifyRequest } from 'fastify'

type Place = { leave: () => void }

/** Sends an export as it is made. The place among exports is left, and what was opened closed, when the last byte is out or the reader gone. */
export async function sendText(
  { request, reply }: { request: FastifyRequest; reply: FastifyReply },
  chunks: AsyncGenerator<string | Buffer>,
  place: Place,
  close?: () => Promise<void>,
): Promise<FastifyReply> {
  reply.header('cache-control', 'no-store')
  // Fastify would read the whole stream to throw it away.
  if (request.method === 'HEAD') await chunks.return('')
  const stream = Readable.from(chunks, { objectMode: true, highWaterMark: 2 })
  // Only here: a reader who goes before the first byte never starts the generator, so nothing in it would run.
  stream.once('close', () => {
    place.leave()
    void close?.()
  })
  return reply.send(stream)
}

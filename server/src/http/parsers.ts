import { createHash } from 'node:crypto'
import { picturesType } from '@whisker/api/assets.ts'
import type { FastifyInstance } from 'fastify'
import { parseJson } from './json.ts'

/**
 * How bodies are read: JSON, a picture as bytes; many pictures, NDJSON and CSV as a stream. Which of them an endpoint takes has been decided
 * before (body.ts). Fastify's own parsers go: its `text/plain` one lets a body past every schema.
 */
export function parseBodies(http: FastifyInstance): void {
  http.removeContentTypeParser(['application/json', 'text/plain'])

  http.addContentTypeParser('application/json', { parseAs: 'buffer' }, (request, body, done) => {
    try {
      const bytes = body as Buffer
      if (request.headers['idempotency-key'] !== undefined)
        request.rawBodyHash = createHash('sha256').update(bytes).digest('hex')
      done(null, bytes.length === 0 ? undefined : parseJson(bytes))
    } catch (error) {
      done(error as Error)
    }
  })

  const pictures = ['image/jpeg', 'image/jpg', 'image/png', 'image/webp', 'image/gif', 'application/octet-stream']
  http.addContentTypeParser(pictures, { parseAs: 'buffer' }, (_, body, done) => done(null, body))

  const streams = [
    'text/csv',
    'application/x-ndjson',
    'application/ndjson',
    'application/jsonl',
    'application/x-jsonlines',
    picturesType,
  ]
  http.addContentTypeParser(streams, (_, payload, done) => done(null, payload))
}

import { createHash } from 'node:crypto'
import { picturesType } from '@whisker/api/assets.ts'
import type { Endpoint } from '@whisker/api/endpoint.ts'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { Ground } from '../ground.ts'
import { admissionOf, bodyLimit, maxParts } from './body.ts'
import { parseJson } from './json.ts'
import { readBody } from './read-body.ts'
import { strangerOf } from './who.ts'

/**
 * How bodies are read: JSON, a picture as bytes; many pictures, NDJSON and CSV as a stream. Which of them an endpoint takes has been decided
 * before (body.ts). Fastify's own parsers go: its `text/plain` one lets a body past every schema, and all of them keep
 * what comes, however slowly and from whomever.
 */
export function parseBodies(http: FastifyInstance, server: Ground): void {
  http.removeContentTypeParser(['application/json', 'text/plain'])

  const read = (request: FastifyRequest, endpoint: Endpoint) => {
    const who = request.who ?? strangerOf(request)
    return readBody(admissionOf(endpoint, who, bodyLimit(endpoint, server.config), server.shares), request)
  }

  http.addContentTypeParser('application/json', async (request: FastifyRequest) => {
    const { endpoint } = request.routeOptions.config
    // What has no endpoint is answered without its body.
    if (!endpoint) return undefined
    const bytes = await read(request, endpoint)
    if (request.headers['idempotency-key'] !== undefined)
      request.rawBodyHash = createHash('sha256').update(bytes).digest('hex')
    return bytes.length === 0 ? undefined : parseJson(bytes, 'body', maxParts(endpoint))
  })

  for (const picture of [/^image\//i, 'application/octet-stream'])
    http.addContentTypeParser(picture, async (request: FastifyRequest) => {
      const { endpoint } = request.routeOptions.config
      return endpoint && read(request, endpoint)
    })

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

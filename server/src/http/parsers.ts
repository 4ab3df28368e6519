import { createHash } from 'node:crypto'
import type { FastifyInstance } from 'fastify'
import type { Config } from '../config.ts'
import { ApiProblem } from './problem.ts'

/**
 * What bodies may be: JSON everywhere, a picture or bytes for `POST /assets`, NDJSON for bulk. Fastify's own parsers go:
 * its `text/plain` one lets a body past every schema.
 */
export function parseBodies(http: FastifyInstance, config: Config): void {
  http.removeContentTypeParser(['application/json', 'text/plain'])

  http.addContentTypeParser('application/json', { parseAs: 'buffer' }, (request, body, done) => {
    try {
      const bytes = body as Buffer
      const type = request.headers['content-type'] ?? ''
      if (!/^application\/json(;\s*charset="?utf-8"?)?\s*$/i.test(type.trim()))
        throw new ApiProblem('unsupported_media_type', 'Send JSON as "Content-Type: application/json", in UTF-8.')
      if (request.headers['idempotency-key'] !== undefined)
        request.rawBodyHash = createHash('sha256').update(bytes).digest('hex')
      done(null, bytes.length === 0 ? undefined : parseJson(bytes))
    } catch (error) {
      done(error as Error)
    }
  })

  const pictures = ['image/jpeg', 'image/jpg', 'image/png', 'image/webp', 'image/gif', 'application/octet-stream']
  http.addContentTypeParser(
    pictures,
    { parseAs: 'buffer', bodyLimit: config.maxPictureBytes },
    (request, body, done) => {
      if (request.routeOptions.config.endpoint?.bodyStream !== 'picture') return done(wrongType())
      done(null, body)
    },
  )
  http.addContentTypeParser(
    ['application/x-ndjson', 'application/jsonl', 'application/x-jsonlines'],
    (request, payload, done) => {
      if (request.routeOptions.config.endpoint?.bodyStream !== 'ndjson') return done(wrongType())
      done(null, payload)
    },
  )
}

function wrongType(): ApiProblem {
  return new ApiProblem(
    'unsupported_media_type',
    'This address takes JSON. Send it with "Content-Type: application/json".',
  )
}

// Strict UTF-8: a broken byte is refused here, not turned into a replacement character that nobody sent.
const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: false })

function parseJson(bytes: Buffer): unknown {
  let text: string
  try {
    text = decoder.decode(bytes)
  } catch {
    throw new ApiProblem('bad_request', 'The body is not UTF-8.')
  }
  try {
    return JSON.parse(text)
  } catch (error) {
    // V8 quotes the neighbourhood of the fault, which may be anything; the position is enough.
    const position = /position (\d+)/.exec((error as Error).message)?.[1]
    throw new ApiProblem('bad_request', `The body is not JSON${position ? ` (see position ${position})` : ''}.`)
  }
}

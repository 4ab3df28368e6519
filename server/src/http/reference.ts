import { createHash } from 'node:crypto'
import { openApiDocument } from '@whisker/api/openapi.ts'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { version } from '../config.ts'
import type { Shares } from '../shares/shares.ts'
import { referencePage } from './reference-page.ts'
import { referenceStyle } from './reference-style.ts'
import { strangerOf } from './who.ts'

type Made = { type: string; bytes: Buffer; etag: string }

/**
 * The API's description: `/openapi.json`, and a readable reference at `/docs`, plain HTML made from it without script or
 * outside host. Each is made once, for who asks first: making the document takes 58 ms, and 17 requests a second would be the whole service.
 * Whoever asks counts as a stranger: to send half a megabyte again and again takes the thread's time too.
 */
export function serveReference(http: FastifyInstance, url: () => string, base: string, shares: Shares): void {
  const made = new Map<string, Made>()
  const serve = (path: string, type: string, make: () => string, more: Record<string, string> = {}) =>
    http.get(path, async (request, reply) => {
      shares.countRequest(strangerOf(request))
      // Where people reach the service is known when it listens, and does not change then.
      const name = `${path} ${url()}`
      const known = made.get(name) ?? keep(type, make())
      made.set(name, known)
      return send(request, reply.headers(more), known)
    })

  serve('/openapi.json', 'application/json; charset=utf-8', () => JSON.stringify(openApiDocument(url(), version)))
  serve('/docs', 'text/html; charset=utf-8', () => referencePage(openApiDocument('', version), base), {
    'content-security-policy': "default-src 'none'; style-src 'self'; img-src 'self'; frame-ancestors 'none'",
  })
  serve('/docs/style.css', 'text/css; charset=utf-8', () => referenceStyle)
}

function keep(type: string, text: string): Made {
  const bytes = Buffer.from(text)
  return { type, bytes, etag: `"${createHash('sha256').update(bytes).digest('base64url').slice(0, 22)}"` }
}

/** With `If-None-Match` of the same text: 304 and no body. */
function send(request: FastifyRequest, reply: FastifyReply, { type, bytes, etag }: Made): FastifyReply {
  reply.headers({ etag, 'cache-control': 'no-cache' })
  const asked = request.headers['if-none-match']
  if (asked?.split(',').some((one) => one.trim().replace(/^W\//, '') === etag)) return reply.code(304).send()
  return reply.type(type).send(bytes)
}

import { openApiDocument } from '@whisker/api/openapi.ts'
import type { FastifyInstance } from 'fastify'
import { version } from '../config.ts'
import { referencePage } from './reference-page.ts'
import { referenceStyle } from './reference-style.ts'

/** A readable reference of the API at `/docs`: plain HTML made from the OpenAPI document, no script, no outside host. */
export function serveReference(http: FastifyInstance, base: string): void {
  const page = referencePage(openApiDocument('', version), base)
  http.get('/docs', async (_, reply) => {
    reply.header(
      'content-security-policy',
      "default-src 'none'; style-src 'self'; img-src 'self'; frame-ancestors 'none'",
    )
    return reply.type('text/html; charset=utf-8').send(page)
  })
  http.get('/docs/style.css', async (_, reply) => reply.type('text/css; charset=utf-8').send(referenceStyle))
}

import type { FastifyError, FastifyInstance } from 'fastify'
import type { Server } from '../context.ts'
import { isDiskFull, isUnavailable, sqlState } from '../database/connect.ts'
import { ApiProblem } from './problem.ts'

/** Every error leaves as `application/problem+json`; only surprises are logged as errors. */
export function answerErrors(http: FastifyInstance, server: Server): void {
  http.setErrorHandler((error: FastifyError, request, reply) => {
    const problem = error instanceof ApiProblem ? error : translate(error)
    if (problem.code === 'internal')
      request.log.error({ err: error, request_id: request.id, route: request.routeOptions.url }, 'a request failed')
    else if (problem.status === 503)
      server.log.warn({ code: problem.code, request_id: request.id, reason: sqlState(error) }, problem.message)
    if (reply.sent) return
    if (problem.retryAfterS !== undefined) reply.header('retry-after', String(problem.retryAfterS))
    // What is left of a body that was refused must not be read as the next request.
    if (problem.status === 413) reply.header('connection', 'close')
    reply.code(problem.status).header('content-type', 'application/problem+json; charset=utf-8')
    return reply.send(JSON.stringify(problem.body(request.id)))
  })

  http.setNotFoundHandler((request) => {
    const path = request.url.split('?')[0] ?? ''
    throw new ApiProblem(
      'not_found',
      `There is nothing at ${request.method} ${path.slice(0, 200)}. The API is described at /docs.`,
    )
  })

  http.addHook('onSend', async (request, reply) => {
    reply.header('x-request-id', request.id)
    if (!reply.hasHeader('x-content-type-options')) reply.header('x-content-type-options', 'nosniff')
    if (!reply.hasHeader('cache-control')) reply.header('cache-control', 'no-store')
    if (!reply.hasHeader('content-security-policy'))
      reply.header('content-security-policy', "default-src 'none'; frame-ancestors 'none'")
  })
}

function translate(error: FastifyError): ApiProblem {
  if (isDiskFull(error))
    return new ApiProblem(
      'storage_full',
      'The disk of the database is full; nothing was changed. Ask the operator to make room.',
      { retryAfterS: 60 },
    )
  if (isUnavailable(error))
    return new ApiProblem(
      'unavailable',
      'The database cannot be reached right now. Send the request again in a moment; use an Idempotency-Key or external_id to be sure that it takes effect once.',
      { retryAfterS: 2 },
    )
  switch (error.code) {
    case 'FST_ERR_CTP_INVALID_MEDIA_TYPE':
    case 'FST_ERR_CTP_INVALID_TYPE':
      return new ApiProblem(
        'unsupported_media_type',
        'The content type is not one that this address takes. JSON is sent as "Content-Type: application/json".',
      )
    case 'FST_ERR_CTP_BODY_TOO_LARGE':
      return new ApiProblem(
        'too_large',
        'The body is larger than the service takes. Send pictures one by one with POST /assets.',
      )
    case 'FST_ERR_CTP_EMPTY_JSON_BODY':
      return new ApiProblem('bad_request', 'The body is empty; JSON was expected.')
    case 'FST_ERR_CTP_INVALID_CONTENT_LENGTH':
    case 'FST_ERR_BAD_URL':
      return new ApiProblem('bad_request', 'The request could not be read.')
    case 'FST_INVALID_MULTIPART_CONTENT_TYPE':
      return new ApiProblem('unsupported_media_type', 'A form was expected, or the picture itself as the body.')
  }
  // Serialisation failures and deadlocks are nobody's fault: the same request goes through the next time.
  const state = sqlState(error)
  if (state === '40001' || state === '40P01' || state === '55P03')
    return new ApiProblem('unavailable', 'Two requests were in each other’s way. Send this one again.', {
      retryAfterS: 1,
    })
  if (error.statusCode !== undefined && error.statusCode >= 400 && error.statusCode < 500)
    return new ApiProblem('bad_request', 'The request could not be read.')
  return new ApiProblem(
    'internal',
    'Something went wrong on the server. It has been logged; if it happens again, tell the operator the request_id.',
  )
}

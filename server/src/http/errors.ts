import { STATUS_CODES } from 'node:http'
import type { Socket } from 'node:net'
import { endpoints } from '@whisker/api/endpoints.ts'
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { isContention, isDiskFull, isUnavailable, sqlState } from '../database/connect.ts'
import type { Ground } from '../ground.ts'
import { ApiProblem, databaseFull, notFound } from '../problem.ts'
import { strangerOf } from './who.ts'

const lingerMs = 5000

/**
 * What every answer says of itself, also one that is written past the reply object: before a route is found, or as a
 * stream.
 */
export function answerHeaders(requestId: string): Record<string, string> {
  return {
    'x-request-id': requestId,
    'x-content-type-options': 'nosniff',
    'cache-control': 'no-store',
    'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  }
}

/** Every error leaves as `application/problem+json`; only surprises are logged as errors. */
export function answerErrors(http: FastifyInstance, server: Ground): void {
  http.setErrorHandler((error: FastifyError, request, reply) => {
    const problem = problemOf(error) ?? translate(error, request.routeOptions.bodyLimit)
    if (isDiskFull(error)) server.databaseRoom.noteFull()
    if (problem.code === 'internal')
      request.log.error({ err: error, request_id: request.id, route: request.routeOptions.url }, 'a request failed')
    else if (problem.status === 503)
      server.log.warn({ code: problem.code, request_id: request.id, reason: reasonOf(error) }, problem.message)
    if (reply.sent) return
    if (problem.retryAfterS !== undefined) reply.header('retry-after', String(problem.retryAfterS))
    reply.headers(problem.headers)
    // Fastify asks to hang up on every body that it did not read; see below.
    reply.removeHeader('connection')
    if (problem.code === 'request_timeout') reply.header('connection', 'close')
    if (isMiss(problem)) server.shares.countMiss(request.who ?? strangerOf(request))
    reply.code(problem.status).header('content-type', 'application/problem+json; charset=utf-8')
    return reply.send(JSON.stringify(problem.body(request.id)))
  })

  http.setNotFoundHandler((request, reply) => {
    const path = request.url.split('?')[0] ?? ''
    const methods = methodsOf(path)
    if (methods.length > 0) {
      reply.header('allow', methods.join(', '))
      throw new ApiProblem('method_not_allowed', `This address takes ${methods.join(', ')}, and not ${request.method}.`)
    }
    throw new ApiProblem(
      'not_found',
      `There is nothing at ${request.method} ${path.slice(0, 200)}. The API is described at /docs.`,
    )
  })

  // An answer may be out before the body is in. Closed with bytes of it unread, the line would be reset, and its sender, or the
  // proxy in front, would see that instead of the reason: what still comes is thrown away, but not for ever. Also for who
  // asked to close after the answer (HTTP/1.0, which nginx speaks by default): they have all of it, and do so themselves.
  http.addHook('onSend', async ({ raw }, reply) => {
    if (!raw.complete) reply.raw.shouldKeepAlive = true
  })
  http.addHook('onResponse', async ({ raw }) => {
    if (!raw.complete) setTimeout(() => raw.complete || raw.socket.destroy(), lingerMs).unref()
  })

  http.addHook('onSend', async (request, reply) => {
    for (const [name, value] of Object.entries(answerHeaders(request.id)))
      if (!reply.hasHeader(name)) reply.header(name, value)
    // A server that stops would wait for this line until it has been idle for ten seconds.
    if (!http.server.listening) reply.header('connection', 'close')
  })

  // Fastify itself refuses what comes while the server stops, and knows nothing of hooks there.
  http.server.prependListener('request', (_, response) => {
    if (http.server.listening) return
    for (const [name, value] of Object.entries(answerHeaders(crypto.randomUUID()))) response.setHeader(name, value)
  })
}

/** Errors of other rooms know themselves how they are told: a store that is away, say. */
function problemOf(error: Error): ApiProblem | null {
  if (error instanceof ApiProblem) return error
  return 'problem' in error && error.problem instanceof ApiProblem ? error.problem : null
}

/** For the operator: the code of the database, or what the store said. */
function reasonOf(error: Error): string | null {
  return error instanceof ApiProblem ? null : 'problem' in error ? error.message : sqlState(error)
}

const addresses = Object.values(endpoints).map(({ method, path }) => ({
  method,
  path,
  pattern: new RegExp(`^${path.replace(/\{\w+\}/g, '[^/]+')}$`),
}))

/** `/tasks/bulk` is also the address of a task called "bulk": the one without a placeholder is meant. */
function methodsOf(path: string): string[] {
  const literal = addresses.filter((address) => address.path === path)
  const found = literal.length > 0 ? literal : addresses.filter(({ pattern }) => pattern.test(path))
  return [...new Set(found.map(({ method }) => method))]
}

/** What somebody who tries out names and credentials gets. */
function isMiss({ code }: ApiProblem): boolean {
  return code === 'not_found' || code === 'unauthenticated' || code === 'wrong_credentials'
}

/** What Fastify refuses before it has found a route, such as an address with a broken escape. */
export function answerUnroutable(error: FastifyError, request: FastifyRequest, reply: FastifyReply): void {
  // An id that is too long to be one is an id that does not exist.
  const problem = error.code === 'FST_ERR_MAX_PARAM_LENGTH' ? notFound('thing') : translate(error)
  reply.headers(answerHeaders(request.id))
  reply.code(problem.status).header('content-type', 'application/problem+json; charset=utf-8')
  reply.send(JSON.stringify(problem.body(request.id)))
}

/** What Node could not even read as a request: there is no reply object, only the socket. */
export function answerUnreadable(error: Error & { code?: string }, socket: Socket): void {
  if (socket.writableEnded) return
  // An answer that is on its way must not be mixed with another one.
  const begun = (socket as Socket & { _httpMessage?: { _headerSent: boolean } })._httpMessage?._headerSent
  if (error.code === 'ECONNRESET' || !socket.writable || begun) {
    socket.destroy()
    return
  }
  const problem = unreadable(error.code)
  const requestId = crypto.randomUUID()
  const body = JSON.stringify(problem.body(requestId))
  const head = [
    `HTTP/1.1 ${problem.status} ${STATUS_CODES[problem.status]}`,
    'content-type: application/problem+json; charset=utf-8',
    `content-length: ${Buffer.byteLength(body)}`,
    'connection: close',
    ...Object.entries(answerHeaders(requestId)).map(([name, value]) => `${name}: ${value}`),
  ]
  socket.end(`${head.join('\r\n')}\r\n\r\n${body}`)
  // Not at once: with bytes of theirs unread, the system would reset the line, and our answer with it.
  setTimeout(() => socket.destroy(), 1000).unref()
}

function unreadable(code: string | undefined): ApiProblem {
  switch (code) {
    case 'ERR_HTTP_REQUEST_TIMEOUT':
      return new ApiProblem('request_timeout', 'The request was not complete in time. Send it again.')
    case 'HPE_HEADER_OVERFLOW':
      return new ApiProblem(
        'headers_too_large',
        'The address and headers of this request have more than 16 KB together. Send fewer or shorter ones.',
      )
    case 'HPE_CHUNK_EXTENSIONS_OVERFLOW':
      return new ApiProblem('too_large', 'The chunks of the body carry extensions that are too long.')
    default:
      return new ApiProblem('bad_request', 'This is not a valid HTTP request.')
  }
}

/** What Node says of a request whose sender hung up. The code is that of a broken line to the database too. */
function hungUp(error: FastifyError): boolean {
  return error.code === 'ECONNRESET' && error.message === 'aborted'
}

function translate(error: FastifyError, bodyLimit = 0): ApiProblem {
  if (hungUp(error)) return new ApiProblem('bad_request', 'The request ended before its body did.')
  if (isDiskFull(error)) return databaseFull()
  if (sqlState(error) === '57014')
    return new ApiProblem(
      'unavailable',
      'The database took longer for this than a request may, and nothing was changed. Send it again in a moment; if it comes again, ask for less at a time.',
      { retryAfterS: 5 },
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
      return tooLarge(bodyLimit)
    case 'FST_ERR_CTP_EMPTY_JSON_BODY':
      return new ApiProblem('bad_request', 'The body is empty; JSON was expected.')
    case 'FST_ERR_CTP_INVALID_CONTENT_LENGTH':
    case 'FST_ERR_BAD_URL':
      return new ApiProblem('bad_request', 'The request could not be read.')
    case 'FST_INVALID_MULTIPART_CONTENT_TYPE':
      return new ApiProblem('unsupported_media_type', 'A form was expected, or the picture itself as the body.')
  }
  if (isContention(error))
    return new ApiProblem('unavailable', 'Two requests were in each other’s way. Send this one again.', {
      retryAfterS: 1,
    })
  const state = sqlState(error)
  // A text with a NUL reached the database: the schemas should have refused it, and the sender must mend it.
  if (state === '22021' || state === '22P05')
    return new ApiProblem('bad_request', 'A text contains NUL characters or broken Unicode, which cannot be stored.')
  if (error.statusCode !== undefined && error.statusCode >= 400 && error.statusCode < 500)
    return new ApiProblem('bad_request', 'The request could not be read.')
  return new ApiProblem(
    'internal',
    'Something went wrong on the server. It has been logged; if it happens again, tell the operator the request_id.',
  )
}

export function tooLarge(limit: number, url?: string): ApiProblem {
  const whatNext =
    url === '/assets'
      ? 'Make the picture smaller; whoever runs the service sets the limit (MAX_PICTURE_MB).'
      : 'Large pictures go one by one to POST /assets.'
  return new ApiProblem(
    'too_large',
    `The body is larger than the ${spokenSize(limit)} that this address takes. ${whatNext}`,
  )
}

export function spokenSize(bytes: number): string {
  return bytes >= 1e6 ? `${Math.floor(bytes / 1e6)} MB` : `${bytes} bytes`
}

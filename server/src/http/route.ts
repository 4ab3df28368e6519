import type { ServerResponse } from 'node:http'
import type { Endpoint } from '@whisker/api/endpoint.ts'
import { fieldProblems } from '@whisker/api/field-problems.ts'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import type { Ground } from '../ground.ts'
import { ApiProblem, invalid, notFound } from '../problem.ts'
import type { KindOfShare } from '../shares/kinds.ts'
import type { Who } from '../shares/shares.ts'
import { bodyLimit, checkMediaType, isEndless } from './body.ts'
import type { Audit, Authorize, CallerOf, Confine, Requester } from './callers.ts'
import { answerOnce, type Commit } from './commit.ts'
import { evenStep } from './even-reply.ts'
import { checkIdempotencyKey, type Receipt } from './receipts.ts'
import { strangerOf, whoAsks } from './who.ts'

type Parsed<E, K extends string> = E extends { [k in K]: infer S extends z.ZodType } ? z.output<S> : undefined

/** What a handler gets: everything is checked before it runs. */
export type Context<E extends Endpoint> = {
  caller: CallerOf<E['policy']>
  params: Parsed<E, 'params'>
  query: Parsed<E, 'query'>
  body: Parsed<E, 'body'>
  request: FastifyRequest
  reply: FastifyReply
} & (E extends { idempotent: true } ? { commit: Commit<Output<E>> } : unknown)

type Output<E extends Endpoint> = E extends { responseStream: string }
  ? FastifyReply
  : E extends { response: infer S extends z.ZodType }
    ? z.input<S>
    : undefined

/** What a handler gives back: what it answers with, or the receipt of it where a request may come twice. */
type Handled<E extends Endpoint> = E extends { idempotent: true } ? Receipt<Output<E>> : Output<E>

/** The routes of one server, bound to the endpoint table. */
export type Router<Server extends Ground = Ground> = {
  server: Server
  http: FastifyInstance
  authorize: Authorize
  confine: Confine
  audit: Audit
  /** What has been bound; app.ts compares it with the table. */
  bound: Set<Endpoint>
}

/**
 * Binds a handler to an endpoint. Order: who calls (401, 403) → how often (429) → the kind of body (415) → room for it (429,
 * 503) → the body is read → path (404), query and body (422) → the projects of a key (403, 404) → its turn (429, 503) → handler → the answer goes out through the
 * response schema, which is the allow-list.
 */
export function route<const E extends Endpoint>(
  router: Router,
  endpoint: E,
  handler: (context: Context<E>) => Promise<Handled<E>>,
): void {
  router.bound.add(endpoint)
  const limit = bodyLimit(endpoint, router.server.config)
  router.http.route({
    method: endpoint.method,
    url: endpoint.path.replace(/\{(\w+)\}/g, ':$1'),
    config: { endpoint },
    bodyLimit: limit,
    onRequest: async (request, reply) => {
      request.response = reply.raw
      await admit(router, endpoint, request)
      checkIdempotencyKey(endpoint, request)
      checkMediaType(endpoint, request)
    },
    handler: async (request, reply) => {
      const begun = performance.now()
      const context = {
        caller: request.caller,
        params: endpoint.params && parseParams(endpoint, request.params),
        query: parse(endpoint.query ?? noQuery, request.query ?? {}),
        body: endpoint.body && parse(endpoint.body, request.body),
        request,
        reply,
      } as Context<E>
      if (!endpoint.body && !endpoint.bodyStream && hasContent(request.body)) refuseBody()
      router.confine(endpoint, request.caller, context as never)
      reply.code(endpoint.status)
      const handle = () => (endpoint.idempotent ? handleOnce(router, handler, context) : handler(context))
      const output = await inTurn(router.server, endpoint, request, context.query, () =>
        router.audit<unknown>(endpoint, request, context as never, handle),
      ).finally(() => (request.isEven ? evenStep(begun) : undefined))
      if (endpoint.responseStream) return reply
      if (!endpoint.response) return reply.send()
      return reply.send(endpoint.response.parse(output))
    },
  })
}

/** Receipts are kept by workspace: only requesters are given one (a test). */
function handleOnce<E extends Endpoint>(
  { server }: Router,
  handler: (context: Context<E>) => Promise<Handled<E>>,
  context: Context<E>,
): Promise<unknown> {
  const { caller, request, reply } = context
  const { workspaceId } = caller as Requester
  return answerOnce(
    server.sql,
    workspaceId,
    request,
    reply,
    (commit) => handler({ ...context, commit }) as Promise<Receipt<unknown>>,
  )
}

/** Finds out who calls and counts it: a stranger's wrong credentials by network, everything else by whom it is for. */
async function admit({ server, authorize }: Router, endpoint: Endpoint, request: FastifyRequest): Promise<void> {
  try {
    request.caller = await authorize(request, endpoint.policy)
  } catch (error) {
    // Only after it has failed: others behind the same address, with credentials that are good, are let through.
    if (error instanceof ApiProblem && error.code === 'unauthenticated') server.shares.checkMisses(strangerOf(request))
    throw error
  }
  request.who = whoAsks(endpoint.policy, request.caller, request)
  server.shares.countRequest(request.who)
  if (endpoint.params) server.shares.checkMisses(request.who)
}

/**
 * Runs a handler when it is the caller's turn. What lasts (a stream, an export, a long-poll) has shares of its own: it
 * would hold the turn of others.
 */
async function inTurn<T>(
  { shares }: Ground,
  endpoint: Endpoint,
  request: FastifyRequest,
  query: unknown,
  handle: () => Promise<T>,
): Promise<T> {
  const lasts = isEndless(endpoint) || endpoint.responseStream !== undefined || Boolean((query as Query)?.wait)
  if (lasts || !request.who) return handle()
  const turn = await shares.enter(turnOf(endpoint), request.who.tenant)
  return handle().finally(turn.leave)
}

type Query = { wait?: number } | undefined

function turnOf({ method, policy, response }: Endpoint): KindOfShare {
  if (policy.who === 'none') return 'visitors'
  if (policy.who !== 'requester' && policy.who !== 'member') return 'people'
  return method === 'GET' && response ? 'reads' : 'work'
}

// A filter that nobody reads would be taken for one that works.
const noQuery = z.strictObject({})

function parse<S extends z.ZodType>(schema: S, value: unknown): z.output<S> {
  const parsed = schema.safeParse(value)
  if (!parsed.success) throw invalid(fieldProblems(parsed.error))
  return parsed.data
}

/** An id that cannot exist is an id that does not exist. */
function parseParams(endpoint: Endpoint, value: unknown): unknown {
  const parsed = endpoint.params?.safeParse(value)
  if (!parsed?.success) throw notFound(endpoint.tag.replace(/s$/, ''))
  return parsed.data
}

function hasContent(body: unknown): boolean {
  return body !== undefined && body !== null && !(typeof body === 'object' && Object.keys(body).length === 0)
}

function refuseBody(): never {
  throw invalid([{ pointer: '', code: 'unknown_field', detail: 'This request takes no body. Leave it out.' }])
}

declare module 'fastify' {
  interface FastifyRequest {
    caller: unknown
    /** Whom it counts for; null before it is known. */
    who: Who | null
    /** Its reply leaves at an even step, set by the handler (even-reply.ts). */
    isEven: boolean
    /** Closes when the request is over. */
    response: ServerResponse
  }
  interface FastifyContextConfig {
    endpoint?: Endpoint
  }
}

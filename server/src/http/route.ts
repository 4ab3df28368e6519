import type { Endpoint } from '@whisker/api/endpoint.ts'
import { fieldProblems } from '@whisker/api/field-problems.ts'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import type { Server } from '../context.ts'
import { admit, bodyLimit, checkMediaType, type Rooms } from './body.ts'
import { authorize, type CallerOf } from './caller.ts'
import { invalid, notFound } from './problem.ts'

type Parsed<E, K extends string> = E extends { [k in K]: infer S extends z.ZodType } ? z.output<S> : undefined

/** What a handler gets: everything is checked before it runs. */
export type Context<E extends Endpoint> = {
  caller: CallerOf<E['policy']>
  params: Parsed<E, 'params'>
  query: Parsed<E, 'query'>
  body: Parsed<E, 'body'>
  request: FastifyRequest
  reply: FastifyReply
}

type Output<E extends Endpoint> = E extends { responseStream: string }
  ? FastifyReply
  : E extends { response: infer S extends z.ZodType }
    ? z.input<S>
    : undefined

/** The routes of one server, bound to the endpoint table. */
export type Router = {
  server: Server
  http: FastifyInstance
  rooms: Rooms
  /** What has been bound; app.ts compares it with the table. */
  bound: Set<Endpoint>
}

/**
 * Binds a handler to an endpoint. Order: who calls (401, 403) → the kind of body (415) → room for it (503) → the body is
 * read → path (404), query and body (422) → handler → the answer goes out through the response schema, which is the
 * allow-list.
 */
export function route<const E extends Endpoint>(
  router: Router,
  endpoint: E,
  handler: (context: Context<E>) => Promise<Output<E>>,
): void {
  router.bound.add(endpoint)
  const limit = bodyLimit(endpoint, router.server.config)
  router.http.route({
    method: endpoint.method,
    url: endpoint.path.replace(/\{(\w+)\}/g, ':$1'),
    config: { endpoint },
    bodyLimit: limit,
    onRequest: async (request, reply) => {
      request.caller = await authorize(router.server, request, endpoint.policy)
      checkMediaType(endpoint, request)
      await admit(router.rooms, endpoint, limit, request, reply)
    },
    handler: async (request, reply) => {
      const context = {
        caller: request.caller,
        params: endpoint.params && parseParams(endpoint, request.params),
        query: parse(endpoint.query ?? noQuery, request.query ?? {}),
        body: endpoint.body && parse(endpoint.body, request.body),
        request,
        reply,
      } as Context<E>
      if (!endpoint.body && !endpoint.bodyStream && hasContent(request.body)) refuseBody()
      reply.code(endpoint.status)
      const output = await handler(context)
      if (endpoint.responseStream) return reply
      if (!endpoint.response) return reply.send()
      return reply.send(endpoint.response.parse(output))
    },
  })
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
  throw invalid([{ pointer: '', code: 'unknown_field', detail: 'This request takes no body.' }])
}

declare module 'fastify' {
  interface FastifyRequest {
    caller: unknown
  }
  interface FastifyContextConfig {
    endpoint?: Endpoint
  }
}

import type { z } from 'zod'
import type { ProblemCode } from './problem.ts'

/**
 * Who may call an endpoint.
 * - `none`: anybody.
 * - `requester`: an API key with the scope, or a signed-in member of the workspace with the role.
 * - `member`: a signed-in member with the role; no API key (keys must not make keys or people).
 * - `worker`: a signed-in person, or an API key with the scope `work`; what they may see is what they hold.
 * - `person`: anybody who is signed in.
 */
export type Policy =
  | { who: 'none' }
  | { who: 'requester'; scope: 'read' | 'write'; role: Role }
  | { who: 'member'; role: Role }
  | { who: 'worker' }
  | { who: 'person' }

/** What a key must have to call an endpoint; null where no key may. "worker" is for people, and for keys that are one. */
export function scopeOf(policy: Policy): Scope | null {
  if (policy.who === 'requester') return policy.scope
  return policy.who === 'worker' ? 'work' : null
}

/** `read`: results and all that can be looked at. `write`: make and change. `work`: take tasks and answer them. `write` includes `read`. */
export const scopes = ['read', 'write', 'work'] as const
export type Scope = (typeof scopes)[number]

/** Roles of members, weakest first: a viewer reads, an editor works, an owner also decides about people and keys. */
export const roles = ['viewer', 'editor', 'owner'] as const
export type Role = (typeof roles)[number]

/** What travels besides JSON. */
export type StreamKind = 'ndjson' | 'csv' | 'picture' | 'pictures' | 'export' | 'answers' | 'dataset' | 'json'

/** One row of the endpoint table: the only description of a route that server, client and OpenAPI document have. */
export type Endpoint = {
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  /** OpenAPI form: `/tasks/{task_id}` */
  path: string
  tag: string
  summary: string
  description?: string
  policy: Policy
  params?: z.ZodObject
  query?: z.ZodObject
  body?: z.ZodType
  /** The body has a form in it: more keys and values than others may have. */
  hasForm?: true
  /** A body that is not JSON. */
  bodyStream?: StreamKind
  /** One line of an NDJSON body. */
  bodyLine?: z.ZodType
  /**
   * What a key of certain projects gets where the request names no project (key-reach.ts): what is of them (`theirs`), or what is of no
   * project at all (`all`). Left out, it is refused.
   */
  keyOfProjects?: 'theirs' | 'all'
  /** The status of success. */
  status: 200 | 201 | 202 | 204
  response?: z.ZodType
  /** An answer that is not JSON. */
  responseStream?: StreamKind
  /** May carry `Idempotency-Key`: a retry within 72 h has the effect once and gets the first answer. */
  idempotent?: true
  /** Errors beyond those that every endpoint can give. */
  errors?: readonly ProblemCode[]
}

/** Keeps the literal types of an endpoint while checking its shape. */
export function endpoint<const E extends Endpoint>(definition: E): E {
  return definition
}

export const read = { who: 'requester', scope: 'read', role: 'viewer' } as const satisfies Policy
export const write = { who: 'requester', scope: 'write', role: 'editor' } as const satisfies Policy

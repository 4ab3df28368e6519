import type { Endpoint, Policy, Role } from '@whisker/api/endpoint.ts'
import type { FastifyRequest } from 'fastify'

/** Who asks for a workspace's things: an API key, or a member who is signed in. */
export type Requester = {
  workspaceId: number
  personId: string | null
  keyId: string | null
  role: Role
  /** What a key of certain projects is for; null: all of the workspace. */
  projectIds: number[] | null
}
/** Whose things, and which of them. */
export type KeyScope = Pick<Requester, 'workspaceId' | 'keyId' | 'projectIds'>
/** Who asks for their own things. */
export type Person = { personId: string; sessionId: string; workspaceId: number | null }

/** Who works: a person who is signed in, or a key that is one. */
export type Worker = { personId: string; workspaceId: number | null; projectIds: number[] | null }

export type CallerOf<P extends Policy> = P extends { who: 'requester' | 'member' }
  ? Requester
  : P extends { who: 'none' }
    ? Person | null
    : P extends { who: 'worker' }
      ? Worker
      : Person

/** Finds out who calls and whether the endpoint is for them, before a byte of the body is read (accounts/caller.ts). */
export type Authorize = (request: FastifyRequest, policy: Policy) => Promise<unknown>

/** What a request asks about, when it has been read. */
export type Asked = Record<'params' | 'query' | 'body', unknown>
/** Refuses what lies outside of the projects of a key; before the handler, and before any receipt (projects/confine.ts). */
export type Confine = (endpoint: Endpoint, caller: unknown, asked: Asked) => void

/** Does what is asked for, with its entry in the audit log where it has one (accounts/audit/audit.ts). */
export type Audit = <T>(endpoint: Endpoint, request: FastifyRequest, asked: Asked, deed: () => Promise<T>) => Promise<T>

import type { Policy, Role } from '@whisker/api/endpoint.ts'
import type { FastifyRequest } from 'fastify'

/** Who asks for a workspace's things: an API key, or a member who is signed in. */
export type Requester = { workspaceId: number; personId: string | null; keyId: string | null; role: Role }
/** Who asks for their own things, or works. */
export type Person = { personId: string; sessionId: string; workspaceId: number | null }

export type CallerOf<P extends Policy> = P extends { who: 'requester' | 'member' }
  ? Requester
  : P extends { who: 'none' }
    ? Person | null
    : Person

/** Finds out who calls and whether the endpoint is for them, before a byte of the body is read (accounts/caller.ts). */
export type Authorize = (request: FastifyRequest, policy: Policy) => Promise<unknown>

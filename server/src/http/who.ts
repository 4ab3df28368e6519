import type { Policy } from '@whisker/api/endpoint.ts'
import type { FastifyRequest } from 'fastify'
import { networkOf } from '../shares/network.ts'
import type { Who } from '../shares/shares.ts'
import type { Person, Requester } from './callers.ts'

/**
 * Whom a request counts for. A stranger is the network that the request comes from; workers behind one address are not
 * strangers, each is a person of their own.
 */
export function whoAsks(policy: Policy, caller: unknown, request: FastifyRequest): Who {
  if (policy.who === 'none') return strangerOf(request)
  if (policy.who === 'worker' || policy.who === 'person') return personOf((caller as Person).personId)
  const { workspaceId, keyId, personId } = caller as Requester
  const tenant = `workspace:${workspaceId}`
  return keyId === null ? { ...personOf(personId as string), tenant } : { kind: 'key', name: `key:${keyId}`, tenant }
}

export function strangerOf(request: FastifyRequest): Who {
  const name = `network:${networkOf(request.ip)}`
  return { kind: 'network', name, tenant: name }
}

function personOf(personId: string): Who {
  const name = `person:${personId}`
  return { kind: 'person', name, tenant: name }
}

/**
 * Whether a program of this machine asks. What a proxy passes on comes from this machine as well, and says so in a header
 * that it adds.
 */
export function isFromThisMachine({ raw, headers }: FastifyRequest): boolean {
  const isPassedOn = ['x-forwarded-for', 'forwarded', 'via', 'x-real-ip'].some((name) => headers[name] !== undefined)
  const address = raw.socket.remoteAddress ?? ''
  return !isPassedOn && (address === '::1' || /^(::ffff:)?127\./.test(address))
}

import type { Delivery } from '@whisker/api/webhooks.ts'
import type { Tone } from '../../../../ui/badge.tsx'

export const states = ['pending', 'delivered', 'failed'] as const
export type State = (typeof states)[number]
export const stateWords: Record<State, [Tone, string]> = {
  pending: ['warn', 'Pending'],
  delivered: ['accent', 'Delivered'],
  failed: ['danger', 'Failed'],
}

/** What came of one attempt, in a few words. */
export function attemptWords(attempt: Delivery['last_attempt']): string {
  if (!attempt) return '–'
  const { status, failure } = attempt
  if (failure === null || failure === 'status') return status === null ? '–' : String(status)
  const why = failureWords[failure] ?? failure
  return status === null ? why : `${status}, ${why}`
}

const failureWords: Record<string, string> = {
  blocked: 'internal address, blocked',
  dns: 'host name not found',
  refused: 'connection refused',
  tls: 'certificate not accepted',
  timeout: 'no answer in time',
  protocol: 'answer could not be read',
  redirect: 'redirects are not followed',
  reset: 'connection broke off',
  too_large: 'answer too large',
  aborted: 'broken off by a restart',
  internal: 'fault of Whisker',
}

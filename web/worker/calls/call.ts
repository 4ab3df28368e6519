import type { CallInput, CallOutput } from '@whisker/api/client.ts'
import type { Endpoints } from '@whisker/api/endpoints.ts'
import type { FieldProblem, ProblemCode } from '@whisker/api/problem.ts'
import { maxRetryAfterS } from '@whisker/api/retry-after.ts'
import { base } from '../../service/base.ts'
import { type Operation, routes } from './routes.ts'

/** Why a call did not succeed. `offline`: no answer came at all, so whether it had an effect is unknown. */
export type Trouble = {
  code: ProblemCode | 'offline'
  /** HTTP status; 0 when no answer came. */
  status: number
  detail: string
  errors: FieldProblem[]
  retryAfterS: number | null
}

export type Outcome<T> = { ok: true; value: T } | { ok: false; trouble: Trouble }

export type Call = <K extends Operation>(
  operation: K,
  input: CallInput<Endpoints[K]>,
) => Promise<Outcome<CallOutput<Endpoints[K]>>>

/** A server that takes the request and never answers must not stop the queue of answers for ever. */
const timeoutMs = 20_000

type AnyInput = { params?: Record<string, unknown>; query?: Record<string, unknown>; body?: unknown }

/** Calls one endpoint of the service that this page came from. Never throws: failures are values. */
export const call: Call = async (operation, input) => {
  const [method, path] = routes[operation]
  try {
    const { body, ...rest }: AnyInput = input as AnyInput
    const response = await fetch(base + address(path, rest), {
      ...requestInit(method, body),
      signal: AbortSignal.timeout(timeoutMs),
    })
    if (!response.ok) return { ok: false, trouble: await readTrouble(response) }
    return { ok: true, value: (response.status === 204 ? undefined : await response.json()) as never }
  } catch {
    return { ok: false, trouble: { code: 'offline', status: 0, detail: '', errors: [], retryAfterS: null } }
  }
}

/** Sends while the page goes away; the browser finishes it after the page is gone, and nobody reads the answer. */
export function callOnLeave<K extends Operation>(operation: K, input: CallInput<Endpoints[K]>): void {
  const [method, path] = routes[operation]
  const { body, ...rest }: AnyInput = input as AnyInput
  fetch(base + address(path, rest), { ...requestInit(method, body), keepalive: true }).catch(() => {})
}

function requestInit(method: string, body: unknown): RequestInit {
  if (body === undefined) return { method, credentials: 'same-origin' }
  const headers = { 'content-type': 'application/json' }
  return { method, headers, body: JSON.stringify(body), credentials: 'same-origin' }
}

/** Fills a path of the table: `/assignments/{assignment_id}/skip` -> `/assignments/42/skip`. */
export function address(path: string, input: AnyInput): string {
  const filled = path.replace(/\{(\w+)\}/g, (_, name) => encodeURIComponent(String(input.params?.[name])))
  const query = new URLSearchParams()
  for (const [name, value] of Object.entries(input.query ?? {})) {
    if (value !== undefined) query.set(name, String(value))
  }
  return query.size > 0 ? `${filled}?${query}` : filled
}

/** Whatever answers in place of the service (a proxy's HTML page, say) becomes trouble too. */
export async function readTrouble(response: Response): Promise<Trouble> {
  const problem = await response.json().catch(() => null)
  const seconds = Number(response.headers.get('retry-after'))
  const known = typeof problem?.code === 'string'
  return {
    code: known ? problem.code : response.status >= 500 ? 'unavailable' : 'bad_request',
    status: response.status,
    detail: typeof problem?.detail === 'string' ? problem.detail : `${response.status} ${response.statusText}`.trim(),
    errors: known && Array.isArray(problem.errors) ? problem.errors : [],
    // From a proxy it may be anything, and a timer of more than 24 days rings at once.
    retryAfterS: seconds > 0 ? Math.min(seconds, maxRetryAfterS) : null,
  }
}

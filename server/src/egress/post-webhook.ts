import {
  explainFailure,
  explainRedirect,
  explainSecret,
  explainStatus,
  type WebhookFailure,
} from './explain-webhook-failure.ts'
import { guardedRequest, type RequestFailure } from './guarded-request.ts'
import type { EgressPolicy } from './policy.ts'

/** Of one whole exchange. */
export const webhookTimeoutMs = 15_000
const maxResponseBytes = 64 * 1024
const keptResponseBytes = 1024

export interface WebhookAttempt {
  ok: boolean
  /** Null when no complete set of response headers arrived. It may be 200 for a failure: the body never ended, say. */
  status: number | null
  failure: WebhookFailure | null
  /** For the owner of the endpoint: what happened, why, and what to do next. */
  detail: string | null
  /** The first 1,024 bytes of the answer as text that PostgreSQL can store: no NUL, no half characters. */
  responseBody: string
  durationMs: number
  /** What the endpoint asked for with Retry-After, in seconds from now. */
  retryAfterS: number | null
  /** What happened really, for the operator's log, where strangers are told nothing of it. */
  secret: { failure: string; status: number | null; durationMs: number } | null
}

/**
 * Posts one webhook, once. Success is an answer with status 2xx whose body ends or reaches 64 KB (the rest is not
 * read) within `totalTimeoutMs` (15 s), which covers everything from the look-up of the name to the last byte. Redirects are failures and are never
 * followed. Never rejects for anything that the endpoint or the network does; an invalid header name or value is a
 * mistake of the caller and does.
 */
export async function postWebhook(
  url: string,
  options: {
    headers: Record<string, string>
    body: string
    policy: EgressPolicy
    totalTimeoutMs?: number
    signal?: AbortSignal
  },
): Promise<WebhookAttempt> {
  const startedAt = performance.now()
  const attempt = (fields: Partial<WebhookAttempt>): WebhookAttempt => ({
    ok: false,
    status: null,
    failure: null,
    detail: null,
    responseBody: '',
    retryAfterS: null,
    secret: null,
    durationMs: Math.round(performance.now() - startedAt),
    ...fields,
  })
  const checked = options.policy.checkUrl(url)
  if (!checked.ok) return attempt({ failure: 'blocked', detail: checked.detail })

  const totalTimeoutMs = options.totalTimeoutMs ?? webhookTimeoutMs
  const body = Buffer.from(options.body, 'utf8')
  const response = await guardedRequest(checked.url, {
    policy: options.policy,
    method: 'POST',
    headers: { 'Content-Type': 'application/json', 'Content-Length': String(body.length), ...options.headers },
    body,
    totalTimeoutMs,
    idleTimeoutMs: totalTimeoutMs,
    maxBytes: maxResponseBytes,
    mayBeCut: true,
    wantsBody: () => true,
    signal: options.signal,
  })
  const { status } = response
  if (response.isSecret && !(!response.ok && response.failure === 'aborted')) {
    if (response.ok && response.status >= 200 && response.status < 300) return attempt({ ok: true, durationMs: 0 })
    const failure = response.ok ? 'status' : response.failure
    const secret = { failure, status, durationMs: Math.round(performance.now() - startedAt) }
    return attempt({ failure: 'undisclosed', detail: explainSecret, durationMs: 0, secret })
  }
  const responseBody = safeText(response.body)
  if (!response.ok) {
    const failure = failures[response.failure]
    return attempt({ status, responseBody, failure, detail: explainFailure(failure, response.detail) })
  }
  const retryAfterS = retryAfterOf(response.headers['retry-after'])
  if (response.status >= 200 && response.status < 300) return attempt({ ok: true, status, responseBody, retryAfterS })
  if (response.status >= 300 && response.status < 400) {
    return attempt({ status, responseBody, retryAfterS, failure: 'redirect', detail: explainRedirect(response.status) })
  }
  return attempt({ status, responseBody, retryAfterS, failure: 'status', detail: explainStatus(response.status) })
}

const failures: Record<RequestFailure, WebhookFailure> = {
  blocked_address: 'blocked',
  blocked_port: 'blocked',
  dns: 'dns',
  refused: 'refused',
  tls: 'tls',
  reset: 'reset',
  timeout: 'timeout',
  stalled: 'timeout',
  too_large: 'too_large',
  bad_response: 'protocol',
  aborted: 'aborted',
}

/** A stream decoder leaves out the character that the cut went through, and never makes a lone surrogate. */
function safeText(body: Buffer): string {
  const text = new TextDecoder('utf-8').decode(body.subarray(0, keptResponseBytes), { stream: true })
  return text.replaceAll('\0', '\u{fffd}')
}

/** Nobody means more: ten digits and a thousand are the same wish, and neither may become a date that there is not. */
const maxAskedS = 1e9

/** Seconds or an HTTP date (RFC 9110, 10.2.3); anything else counts as not said. */
function retryAfterOf(header: string | undefined): number | null {
  const text = header?.trim() ?? ''
  if (/^\d+$/.test(text)) return Math.min(Number(text), maxAskedS)
  if (!/^[A-Z][a-z]{2}, \d{2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} GMT$/.test(text)) return null
  const at = Date.parse(text)
  return Number.isNaN(at) ? null : Math.min(Math.max(0, Math.ceil((at - Date.now()) / 1000)), maxAskedS)
}

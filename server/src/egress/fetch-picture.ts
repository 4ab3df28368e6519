import type { IncomingHttpHeaders } from 'node:http'
import { bodies, places } from './fetch-room.ts'
import { guardedRequest, type RequestFailure } from './guarded-request.ts'
import type { BlockCode, EgressPolicy } from './policy.ts'

const maxRedirects = 3
const redirects = new Set([301, 302, 303, 307, 308])

export type PictureFailure =
  | BlockCode
  | RequestFailure
  | 'http_status'
  | 'too_many_redirects'
  | 'insecure_redirect'
  | 'encoded_body'
  | 'busy'
  | 'undisclosed'

export type FetchedPicture =
  | { ok: true; bytes: Buffer; declaredType: string | null; finalUrl: string; isSecret: boolean }
  | { ok: false; code: PictureFailure; detail: string; secret?: { code: string; detail: string } }

/**
 * Fetches the bytes behind a URL that a stranger sent. They are not looked at: `declaredType` is what the host says and
 * must not be believed. Every failure is a value, `detail` is for the person who sent the URL. `busy` and `aborted` are
 * ours and worth another try; `busy` means that 256 fetches of this `lane` wait already.
 *
 * Up to 3 redirects, each checked as a new URL, never from https to http. Cut after `idleTimeoutMs` (10 s) without
 * progress and after `totalTimeoutMs` (60 s) in all, which the wait for a place does not count towards.
 */
export async function fetchPicture(
  url: string,
  options: {
    policy: EgressPolicy
    maxBytes: number
    /** Who waits for it (the workspace): 32 places are shared fairly between lanes. The URL's host by default. */
    lane?: string
    totalTimeoutMs?: number
    idleTimeoutMs?: number
    signal?: AbortSignal
  },
): Promise<FetchedPicture> {
  const first = options.policy.checkUrl(url)
  if (!first.ok) return first
  const lane = options.lane ?? first.url.host
  const leave = await places.enter(lane, { signal: options.signal })
  if (leave === null) {
    if (options.signal?.aborted) return failure('aborted', 'The request was given up before it was finished.')
    return failure('busy', 'Too many pictures are being fetched at the moment. Send this one again in a while.')
  }
  try {
    return await follow(first.url, lane, options)
  } finally {
    leave()
  }
}

async function follow(url: URL, lane: string, options: Parameters<typeof fetchPicture>[1]): Promise<FetchedPicture> {
  const { policy, maxBytes, signal, totalTimeoutMs = 60_000, idleTimeoutMs = 10_000 } = options
  const startedAt = performance.now()
  let current = url
  let isSecret = false
  const failed = (code: PictureFailure, detail: string): FetchedPicture =>
    isSecret && code !== 'aborted' && code !== 'busy' ? undisclosed(code, detail) : failure(code, detail)
  for (let hops = 0; ; hops++) {
    let release: (() => void) | null = null
    const response = await guardedRequest(current, {
      policy,
      method: 'GET',
      headers: { Accept: 'image/*' },
      totalTimeoutMs: Math.max(0, totalTimeoutMs - (performance.now() - startedAt)),
      idleTimeoutMs,
      maxBytes,
      async wantsBody(status, headers, over) {
        const size = declaredBytes(headers) ?? maxBytes
        if (status !== 200 || isEncoded(headers) || size > maxBytes) return false
        release = await bodies.enter(lane, { size, signal: over })
        return release !== null
      },
      signal,
    }).finally(() => release?.())
    isSecret ||= response.isSecret
    if (!response.ok) return failed(response.failure, response.detail)
    const { status, headers, body } = response
    if (redirects.has(status) && headers.location !== undefined) {
      if (hops === maxRedirects) {
        return failed('too_many_redirects', `The URL redirects more than ${maxRedirects} times.`)
      }
      const next = policy.checkUrl(absoluteUrl(headers.location, current))
      if (!next.ok) return failed(next.code, `The URL redirects to another one. ${next.detail}`)
      if (current.protocol === 'https:' && next.url.protocol === 'http:') {
        return failed(
          'insecure_redirect',
          'The URL redirects from https to http. Send the address of the picture itself.',
        )
      }
      current = next.url
      continue
    }
    if (status !== 200) return failed('http_status', `The host answered with status ${status} instead of a picture.`)
    if (isEncoded(headers)) {
      return failed('encoded_body', 'The host sent a compressed answer although plain bytes were asked for.')
    }
    if ((declaredBytes(headers) ?? 0) > maxBytes) {
      return failed('too_large', `The picture is larger than the ${maxBytes} bytes that are allowed.`)
    }
    return { ok: true, bytes: body, declaredType: headers['content-type'] ?? null, finalUrl: current.href, isSecret }
  }
}

/** A compressed body is refused unread: nothing is ever unpacked, so there is no bomb to fear. */
function isEncoded(headers: IncomingHttpHeaders): boolean {
  const content = headers['content-encoding']?.trim().toLowerCase() ?? ''
  const transfer = headers['transfer-encoding']?.trim().toLowerCase() ?? ''
  return (content !== '' && content !== 'identity') || (transfer !== '' && transfer !== 'chunked')
}

/** Null where the host does not say. A size that is a lie does no harm: the bytes are counted while they are read. */
function declaredBytes(headers: IncomingHttpHeaders): number | null {
  const declared = headers['content-length']
  return declared === undefined ? null : Number(declared)
}

/** Node reads headers as Latin-1, hosts write UTF-8 into them. What is no URL stays as it is, for `checkUrl` to refuse. */
function absoluteUrl(location: string, base: URL): string {
  const text = Buffer.from(location, 'latin1').toString('utf8')
  return URL.parse(text, base.href)?.href ?? text
}

function failure(code: PictureFailure, detail: string): FetchedPicture {
  return { ok: false, code, detail }
}

/** One answer for everything that can be the matter at an address that only the operator opened: it is no way to look around. */
export function undisclosed(code: string, detail: string): FetchedPicture & { ok: false } {
  return {
    ok: false,
    code: 'undisclosed',
    detail:
      'No picture could be taken from this address. It is one that only the operator has opened (EGRESS_ALLOW), so what it answers, or whether it answers, is not shown; the operator finds it in the log of the service.',
    secret: { code, detail },
  }
}

import { setTimeout as sleep } from 'node:timers/promises'
import { addressOf, createSigner, errorCodeOf, queryOf } from '../assets/s3-signature.ts'
import { bodies, places } from '../egress/fetch-room.ts'
import { type GuardedRequestOptions, type GuardedResponse, guardedRequest } from '../egress/guarded-request.ts'
import type { Ground } from '../ground.ts'
import { type ObjectPage, objectsOfPage, pageOf } from './object-page.ts'
import { type Trouble, type TroubleCode, trouble, troubleOf, undisclosed } from './trouble.ts'

export type Credentials = { access_key_id: string; secret_access_key: string }

export type PlaceSettings = {
  endpoint: string
  region: string
  bucket: string
  prefix: string
  /** null: everybody may read it. */
  credentials: Credentials | null
}

export type ReadObject = { ok: true; bytes: Buffer; declaredType: string | null }

/** A bucket as it is asked. Each answer is a value; nothing that a store says or does is thrown. */
export type Place = {
  /** Objects behind this name, in the order of their bytes. */
  list(after: string): Promise<ObjectPage | Trouble>
  read(key: string, maxBytes: number): Promise<ReadObject | Trouble>
  /** Asks for the object and leaves its body. */
  probe(key: string): Promise<{ ok: true } | Trouble>
  /** How many requests were sent, repeated ones too. */
  requests: number
}

/** A thousand names of 1,024 bytes, each byte written as three, and what stands beside them. */
const maxListingBytes = 6_000_000
const maxErrorBytes = 16_384
/** Of a store that has given a list with these credentials nothing more is found out by what it says of an object. */
const saidOfObjects = ['forbidden', 'vanished', 'too_large', 'busy'] as const
/** Ours, where somebody asks for another one in the header Retry-After, too. */
const maxWaitS = 10

type Patience = { tries?: number; backoffMs?: number; totalTimeoutMs?: number; idleTimeoutMs?: number }

/**
 * @param lane whose requests these are: places for fetching are shared out by workspace (egress/fetch-room.ts)
 * @param signal ends what is under way, and all tries
 */
export function openPlace(
  { egress, log }: Pick<Ground, 'egress' | 'log'>,
  settings: PlaceSettings,
  { lane, signal, ...patience }: { lane: string; signal?: AbortSignal | undefined } & Patience,
): Place {
  const { tries = 3, backoffMs = 500, totalTimeoutMs = 60_000, idleTimeoutMs = 15_000 } = patience
  const { credentials, region, endpoint, prefix } = settings
  const base = addressOf(settings)
  const sign =
    credentials &&
    createSigner({
      region,
      accessKeyId: credentials.access_key_id,
      secretAccessKey: credentials.secret_access_key,
    })
  const place: Place = { requests: 0, list, read, probe }

  async function ask(
    path: string,
    more: Pick<GuardedRequestOptions, 'maxBytes' | 'wantsBody'>,
  ): Promise<GuardedResponse | Trouble> {
    const checked = egress.checkUrl(base + path)
    if (!checked.ok) return { ok: false, code: 'blocked', detail: checked.detail, isPassing: false }
    const leave = await places.enter(lane, { signal })
    if (leave === null) return trouble('busy')
    try {
      place.requests++
      const signed = await sign?.({ method: 'GET', url: base + path })
      return await guardedRequest(signed?.url ?? checked.url, {
        ...{ policy: egress, method: 'GET', totalTimeoutMs, idleTimeoutMs, signal },
        headers: signed ? Object.fromEntries(signed.headers) : {},
        ...more,
      })
    } finally {
      leave()
    }
  }

  /** Repeats what is worth it. @param toldOf an address whose answers are not for everybody: troubles that are said all the same */
  async function persist<T extends { ok: true }>(
    path: string,
    more: Pick<GuardedRequestOptions, 'maxBytes' | 'wantsBody'>,
    judge: (response: GuardedResponse & { ok: true }) => T | Trouble,
    toldOf: readonly TroubleCode[] = [],
  ): Promise<T | Trouble> {
    for (let attempt = 1; ; attempt++) {
      const answer = await ask(path, more)
      const outcome = 'code' in answer ? answer : judged(answer, judge, toldOf)
      if (outcome.ok || !outcome.isPassing || attempt >= tries || signal?.aborted) return outcome
      const waitMs = Math.min(outcome.retryAfterS ?? 0, maxWaitS) * 1000 || backoffMs * 2 ** (attempt - 1)
      await sleep(waitMs * (0.75 + Math.random() / 2), undefined, { signal }).catch(() => {})
    }
  }

  function judged<T extends { ok: true }>(
    response: GuardedResponse,
    judge: (response: GuardedResponse & { ok: true }) => T | Trouble,
    toldOf: readonly TroubleCode[],
  ) {
    const outcome = response.ok ? judge(response) : unanswered(response)
    if (outcome.ok || !response.isSecret || toldOf.includes(outcome.code)) return outcome
    log.warn(
      { host: URL.parse(endpoint)?.host, code: outcome.code, detail: outcome.detail },
      'a bucket at an internal address could not be read',
    )
    return { ...undisclosed, isPassing: outcome.isPassing }
  }

  async function list(after: string): Promise<ObjectPage | Trouble> {
    const query = { 'list-type': '2', 'encoding-type': 'url', 'max-keys': String(objectsOfPage) }
    const path = queryOf({ ...query, ...(prefix && { prefix }), ...(after && { 'start-after': after }) })
    return persist(path, { maxBytes: maxListingBytes, wantsBody: () => true }, (response) => {
      if (response.status === 404) return trouble('no_bucket')
      if (response.status !== 200) return refused(response)
      return pageOf(response.body.toString(), after, prefix)
    })
  }

  async function read(key: string, maxBytes: number): Promise<ReadObject | Trouble> {
    const path = pathOf(key)
    if (path === null) return trouble('unreachable_name')
    let release: (() => void) | null = null
    const wantsBody: GuardedRequestOptions['wantsBody'] = async (status, headers, over) => {
      if (status !== 200) return true
      const sizeBytes = Number(headers['content-length'] ?? maxBytes)
      if (sizeBytes > maxBytes || isEncoded(headers['content-encoding'])) return false
      release?.()
      release = await bodies.enter(lane, { size: sizeBytes, signal: over })
      return release !== null
    }
    return persist(
      path,
      { maxBytes: Math.max(maxBytes, maxErrorBytes), wantsBody },
      (response): ReadObject | Trouble => {
        const { status, headers, body } = response
        if (status !== 200) return refused(response)
        if (Number(headers['content-length'] ?? 0) > maxBytes) return trouble('too_large')
        if (isEncoded(headers['content-encoding']))
          return {
            ...trouble('no_listing'),
            detail: 'The object is kept compressed (Content-Encoding). Put the picture itself there.',
          }
        return { ok: true, bytes: body, declaredType: headers['content-type'] ?? null }
      },
      saidOfObjects,
    ).finally(() => release?.())
  }

  async function probe(key: string): Promise<{ ok: true } | Trouble> {
    const path = pathOf(key)
    if (path === null) return trouble('unreachable_name')
    return persist(
      path,
      { maxBytes: maxErrorBytes, wantsBody: (status) => status !== 200 },
      (response) => (response.status === 200 ? { ok: true } : refused(response)),
      saidOfObjects,
    )
  }

  return place
}

function refused({ status, headers, body }: GuardedResponse & { ok: true }): Trouble {
  return troubleOf(status, errorCodeOf(body), {
    retryAfter: headers['retry-after'],
    region: headers['x-amz-bucket-region'] as string | undefined,
  })
}

function unanswered({ failure, detail }: GuardedResponse & { ok: false }): Trouble {
  if (failure === 'blocked_address' || failure === 'blocked_port')
    return { ok: false, code: 'blocked', detail, isPassing: false }
  if (failure === 'too_large') return trouble('too_large')
  return { ...trouble('unavailable'), detail }
}

/** Signed as it is sent. An address has no way to say a folder that is called `..`: it would be another object. */
function pathOf(key: string): string | null {
  const parts = key.split('/')
  if (parts.some((part) => /^\.\.?$/.test(part))) return null
  return parts.map((part) => encodeURIComponent(part).replace(/[!'()*]/g, hexOf)).join('/')
}

const hexOf = (character: string) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`
const isEncoded = (encoding: string | undefined) =>
  !['', 'identity', 'aws-chunked'].includes(encoding?.trim().toLowerCase() ?? '')

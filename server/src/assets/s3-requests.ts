import { setTimeout as sleep } from 'node:timers/promises'
import { addressOf, createSigner, errorCodeOf } from './s3-signature.ts'
import { StorageError } from './store.ts'

export type S3Options = {
  /** Such as `https://s3.eu-central-1.amazonaws.com` or `http://127.0.0.1:9000`. */
  endpoint: string
  region: string
  bucket: string
  accessKeyId: string
  secretAccessKey: string
  /** For one try, from connecting to the last byte of an answer (of a stream: to its first). */
  timeoutMs?: number
  tries?: number
  /** Wait before the second try; it doubles from try to try. */
  backoffMs?: number
}

export type S3Request = {
  method: 'GET' | 'HEAD' | 'PUT' | 'DELETE'
  path: string
  body?: Buffer
  headers?: Record<string, string>
  /** Statuses that the caller understands, beside 2xx. */
  expected?: number[]
}

export type S3Answer = { status: number; headers: Headers; body: Buffer; errorCode: string }

/** Busy, broken for the moment, or (409) at odds with another conditional write: worth another try. */
const passing = [408, 409, 429, 500, 502, 503, 504]
const fullCodes = ['QuotaExceeded', 'XMinioStorageFull', 'XAmzStorageFull', 'InsufficientCapacity']

/**
 * Signs requests (AWS Signature V4, path style), limits their time and repeats what may be repeated: every request
 * here may, since objects are written once under names that say what they hold. Anything but an expected answer is a
 * `StorageError`.
 */
export function createS3Client(options: S3Options) {
  const { timeoutMs = 20_000, tries = 4, backoffMs = 100 } = options
  const base = addressOf(options)
  const sign = createSigner(options)

  async function once<T>(request: S3Request, consume: (response: Response) => Promise<T>): Promise<T> {
    const { method, path, body, headers } = request
    const signed = await sign({ method, url: base + path, headers, body })
    const abort = new AbortController()
    const timer = setTimeout(() => abort.abort(new Error(`No answer within ${timeoutMs} ms`)), timeoutMs)
    try {
      const sent = body && new Uint8Array(body.buffer as ArrayBuffer, body.byteOffset, body.length)
      // A redirect would be followed with a signature for another host; it means a wrong endpoint or region.
      const init: RequestInit = { method, headers: signed.headers, redirect: 'manual', signal: abort.signal }
      return await consume(await fetch(signed.url, sent ? { ...init, body: sent } : init))
    } finally {
      clearTimeout(timer)
    }
  }

  /** Repeats until there is an answer that is not a passing trouble. */
  async function persist<T extends { status: number }>(
    request: S3Request,
    consume: (response: Response) => Promise<T>,
  ) {
    for (let attempt = 1; ; attempt++) {
      let trouble: unknown
      try {
        const answer = await once(request, consume)
        if (!passing.includes(answer.status) || attempt >= tries) return answer
      } catch (error) {
        trouble = error
      }
      if (trouble && attempt >= tries) throw unavailable('does not answer', trouble)
      await sleep(backoffMs * 2 ** (attempt - 1) * (0.5 + Math.random()))
    }
  }

  async function readAnswer(response: Response): Promise<S3Answer> {
    const body = Buffer.from(await response.arrayBuffer())
    const { status, headers } = response
    return { status, headers, body, errorCode: status < 300 ? '' : errorCodeOf(body) }
  }

  function check(request: S3Request, answer: S3Answer): S3Answer {
    const { status, errorCode } = answer
    const isMissing = status === 404 && errorCode !== 'NoSuchBucket'
    if (status >= 200 && status < 300) return answer
    if (request.expected?.includes(status) && (status !== 404 || isMissing)) return answer
    if (status === 507 || fullCodes.includes(errorCode)) {
      throw new StorageError(
        'storage_full',
        `The S3 store has no room left (${errorCode || status}). Free some space there.`,
      )
    }
    throw unavailable(`answers ${status} ${errorCode}`.trim())
  }

  return {
    async send(request: S3Request): Promise<S3Answer> {
      return check(request, await persist(request, readAnswer))
    },
    /** Like `send`, with the body of a success left unread: its reader may take any time. */
    async stream(request: S3Request): Promise<Response | S3Answer> {
      const answer = await persist<Response | S3Answer>(request, async (response) =>
        response.ok ? response : readAnswer(response),
      )
      return answer instanceof Response ? answer : check(request, answer)
    },
  }
}

function unavailable(what: string, cause?: unknown) {
  const why = cause instanceof Error ? ` (${cause.cause instanceof Error ? cause.cause.message : cause.message})` : ''
  return new StorageError(
    'storage_unavailable',
    `The S3 store ${what}${why}. Check S3_ENDPOINT, S3_REGION, S3_BUCKET and its keys, and that the store is up.`,
    cause,
  )
}

import type { Readable } from 'node:stream'
import { picturesType } from '@whisker/api/assets.ts'
import type { Endpoint } from '@whisker/api/endpoint.ts'
import type { FastifyRequest } from 'fastify'
import type { Config } from '../config.ts'
import { ApiProblem } from '../problem.ts'
import type { Shares, Who } from '../shares/shares.ts'
import { maxPartsOfForm, maxPartsOfOthers } from './json.ts'
import { type Admission, tooSlow } from './read-body.ts'

// What workers and people without a task to send may send: an answer of 50 long texts fits twice.
const maxOfOthersBytes = 4_000_000
// A name, a password and a token.
const maxOfStrangersBytes = 64_000
// A request that takes no body may still come with "{}".
const maxOfNothingBytes = 1000

/** The most bytes that a body of this endpoint may have; bulk streams have no end. */
export function bodyLimit(endpoint: Endpoint, config: Config): number {
  if (isEndless(endpoint)) return Number.MAX_SAFE_INTEGER
  if (endpoint.bodyStream === 'picture') return config.maxPictureBytes
  if (!endpoint.body) return maxOfNothingBytes
  if (endpoint.policy.who === 'none') return maxOfStrangersBytes
  return forRequesters(endpoint) ? config.maxBodyBytes : Math.min(maxOfOthersBytes, config.maxBodyBytes)
}

/** The most keys and values of its JSON, so that what is refused is refused before it is parsed (json.ts). */
export function maxParts(endpoint: Endpoint): number {
  if (endpoint.policy.who === 'none') return 200
  return endpoint.hasForm ? maxPartsOfForm : maxPartsOfOthers
}

/** These make room for what they keep, piece by piece. */
const endless: unknown[] = ['ndjson', 'csv', 'pictures'] satisfies Endpoint['bodyStream'][]
export const isEndless = ({ bodyStream }: Endpoint) => endless.includes(bodyStream)

const forRequesters = ({ policy }: Endpoint) => policy.who === 'requester' || policy.who === 'member'

const json = /^application\/json(\s*;\s*charset="?utf-8"?)?$/i
const mediaTypes = {
  ndjson: /^application\/(x-ndjson|ndjson|jsonl|x-jsonlines)(\s*;.*)?$/i,
  csv: /^text\/csv(\s*;.*)?$/i,
  // Any kind of picture: its bytes tell what it is, and what is not taken is refused by name (assets/inspect.ts).
  picture: /^(image\/[\w.+-]+|application\/octet-stream|multipart\/form-data)(\s*;.*)?$/i,
  pictures: /^application\/vnd\.whisker\.pictures(\s*;.*)?$/i,
  export: json,
  answers: json,
  dataset: json,
  json,
}
const wanted = {
  ndjson: 'Send one JSON object a line, as "Content-Type: application/x-ndjson".',
  csv: 'Send a CSV file as the body, as "Content-Type: text/csv". A workbook (.xlsx, .xls, .ods) is no CSV: save it as "CSV UTF-8" first.',
  picture: 'Send the picture as the body ("Content-Type: image/jpeg", or application/octet-stream), or as a form.',
  pictures: `Send pictures, each after its length in 4 bytes, as "Content-Type: ${picturesType}".`,
  export: '',
  answers: '',
  dataset: '',
  json: '',
}

/**
 * Refuses a body of another kind than the endpoint takes, before a byte of it is read: a parser that is chosen by the
 * sender's word would buffer an endless stream, or let text past the schemas.
 */
export function checkMediaType(endpoint: Endpoint, request: FastifyRequest): void {
  if (!hasBody(request)) return
  const encoding = request.headers['content-encoding']
  if (encoding !== undefined && encoding !== 'identity')
    throw new ApiProblem('unsupported_media_type', 'Compressed bodies are not taken. Send it without Content-Encoding.')
  const { bodyStream } = endpoint
  const type = (request.headers['content-type'] ?? '').trim()
  if ((bodyStream ? mediaTypes[bodyStream] : json).test(type)) return
  throw new ApiProblem(
    'unsupported_media_type',
    bodyStream ? wanted[bodyStream] : 'Send JSON as "Content-Type: application/json", in UTF-8.',
  )
}

function hasBody({ headers }: FastifyRequest): boolean {
  return headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0
}

/** Where the bytes of a body count: requesters', workers' and strangers' apart, so that none stand in the way of others. */
export function admissionOf(endpoint: Endpoint, who: Who, limit: number, shares: Shares): Admission {
  const kind = forRequesters(endpoint) ? 'intake' : endpoint.policy.who === 'none' ? 'strangers' : 'answers'
  // JSON is kept as bytes, text and values for a moment: about three times what was sent.
  return { kind, name: who.tenant, limit, factor: endpoint.bodyStream ? 1 : 3, shares }
}

const checkEveryMs = 5000
const minBytesPerS = 1000

/**
 * Cuts a stream that trickles in. Its reader stops now and then, to make room or to store: only the time counts in which it
 * waits for the sender. Each piece is handed out when it is this stream's turn (`step`).
 */
export async function* cutSlowStream(body: Readable, step: () => Promise<void>): AsyncGenerator<Buffer> {
  const chunks: AsyncIterator<Buffer> = body[Symbol.asyncIterator]()
  let waitedMs = 0
  let bytes = 0
  let isCut = false
  try {
    for (;;) {
      const begun = performance.now()
      const { value, done } = await within(chunks.next(), checkEveryMs - waitedMs).catch((error) => {
        // The stream is not destroyed: with it would go the line, and the receipts for what was taken.
        isCut = error instanceof ApiProblem
        throw error
      })
      if (done) return
      waitedMs = Math.min(checkEveryMs - 1, waitedMs + performance.now() - begun)
      bytes += value.length
      if (bytes >= (minBytesPerS * checkEveryMs) / 1000) {
        waitedMs = 0
        bytes = 0
      }
      await step()
      yield value
    }
  } finally {
    if (!isCut) await chunks.return?.()
  }
}

async function within<T>(next: Promise<T>, ms: number): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const slow = new Promise<never>((_, reject) => {
    // What lies in the socket already is read first: this process may have been busy, and not the sender slow.
    timer = setTimeout(() => setImmediate(() => reject(tooSlow())), ms)
  })
  next.catch(() => {})
  return Promise.race([next, slow]).finally(() => clearTimeout(timer))
}

import type { Readable } from 'node:stream'
import { picturesType } from '@whisker/api/assets.ts'
import type { Endpoint } from '@whisker/api/endpoint.ts'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Config } from '../config.ts'
import type { Admission } from './admission.ts'
import { ApiProblem } from './problem.ts'

/**
 * Where bodies wait for room: those of strangers and workers apart, so that they never stand in the way of intake; and
 * the long lines of bulk requests, whose bodies have no end.
 */
export type Rooms = { requesters: Admission; others: Admission; lines: Admission }

// What strangers, workers and people without a task to send may send: an answer of 50 long texts fits twice.
const mostOfOthersBytes = 4_000_000
// A request that takes no body may still come with "{}".
const mostOfNothingBytes = 1000

/** The most bytes that a body of this endpoint may have; bulk streams have no end. */
export function bodyLimit(endpoint: Endpoint, config: Config): number {
  if (isEndless(endpoint)) return Number.MAX_SAFE_INTEGER
  if (endpoint.bodyStream === 'picture') return config.maxPictureBytes
  if (!endpoint.body) return mostOfNothingBytes
  return forRequesters(endpoint) ? config.maxBodyBytes : Math.min(mostOfOthersBytes, config.maxBodyBytes)
}

/** These make room for what they keep, piece by piece. */
const endless: unknown[] = ['ndjson', 'csv', 'pictures'] satisfies Endpoint['bodyStream'][]
const isEndless = ({ bodyStream }: Endpoint) => endless.includes(bodyStream)

const forRequesters = ({ policy }: Endpoint) => policy.who === 'requester' || policy.who === 'member'

const json = /^application\/json(\s*;\s*charset="?utf-8"?)?$/i
const mediaTypes = {
  ndjson: /^application\/(x-ndjson|ndjson|jsonl|x-jsonlines)(\s*;.*)?$/i,
  csv: /^text\/csv(\s*;.*)?$/i,
  picture: /^(image\/(jpeg|jpg|png|webp|gif)|application\/octet-stream|multipart\/form-data)(\s*;.*)?$/i,
  pictures: /^application\/vnd\.whisker\.pictures(\s*;.*)?$/i,
  export: json,
}
const wanted = {
  ndjson: 'Send one JSON object a line, as "Content-Type: application/x-ndjson".',
  csv: 'Send the file as the body, as "Content-Type: text/csv".',
  picture: 'Send the picture as the body ("Content-Type: image/jpeg", or application/octet-stream), or as a form.',
  pictures: `Send pictures, each after its length in 4 bytes, as "Content-Type: ${picturesType}".`,
  export: '',
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

/** Waits for room for the body; gives it back when the request is over, however it ends. */
export async function admit(
  rooms: Rooms,
  endpoint: Endpoint,
  limit: number,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<void> {
  if (isEndless(endpoint) || !hasBody(request)) return
  const declared = request.headers['content-length']
  const size = Math.min(declared === undefined ? limit : Number(declared), limit)
  if (size < 16_384) return
  const gone = new AbortController()
  reply.raw.once('close', () => gone.abort())
  const room = forRequesters(endpoint) ? rooms.requesters : rooms.others
  // JSON is kept as bytes, text and values for a moment: about three times what was sent.
  const leave = await room.enter(endpoint.bodyStream ? size : size * 3, gone.signal)
  if (reply.raw.closed || reply.raw.destroyed) return leave()
  gone.signal.addEventListener('abort', leave)
  cutSlowBody(request, reply)
}

const checkEveryMs = 5000
const leastBytesPerS = 1000

/** Who holds room must use it: a body that trickles in is cut, or a few connections could keep everybody else out. */
function cutSlowBody(request: FastifyRequest, reply: FastifyReply): void {
  const { raw } = request
  let before = raw.socket.bytesRead
  const timer = setInterval(() => {
    if (raw.complete || raw.destroyed) return clearInterval(timer)
    const read = raw.socket.bytesRead - before
    before = raw.socket.bytesRead
    if (read >= (leastBytesPerS * checkEveryMs) / 1000) return
    clearInterval(timer)
    const problem = tooSlow()
    // Whoever reads the body ends with this error and answers it; destroying the stream would take the socket with it.
    if (raw.listenerCount('error') > 0) raw.emit('error', problem)
    else raw.destroy()
  }, checkEveryMs)
  reply.raw.once('close', () => clearInterval(timer))
}

/**
 * The same for a stream whose reader stops now and then, to make room or to store: only the time counts in which it
 * waits for the sender.
 */
export async function* cutSlowStream(body: Readable): AsyncGenerator<Buffer> {
  const chunks: AsyncIterator<Buffer> = body[Symbol.asyncIterator]()
  let waitedMs = 0
  let bytes = 0
  try {
    for (;;) {
      const begun = performance.now()
      let isWaiting = true
      const timer = setTimeout(() => {
        // What lies in the socket already is read first: this process may have been busy, and not the sender slow.
        setImmediate(() => isWaiting && body.destroy(tooSlow()))
      }, checkEveryMs - waitedMs)
      const { value, done } = await chunks.next().finally(() => {
        isWaiting = false
        clearTimeout(timer)
      })
      if (done) return
      waitedMs = Math.min(checkEveryMs - 1, waitedMs + performance.now() - begun)
      bytes += value.length
      if (bytes >= (leastBytesPerS * checkEveryMs) / 1000) {
        waitedMs = 0
        bytes = 0
      }
      yield value
    }
  } finally {
    await chunks.return?.()
  }
}

function tooSlow(): ApiProblem {
  return new ApiProblem('request_timeout', 'The body came too slowly. Send it again over a better line.')
}

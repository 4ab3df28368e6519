import type { FastifyRequest } from 'fastify'
import { ApiProblem } from '../problem.ts'
import type { KindOfShare } from '../shares/kinds.ts'
import type { Hold } from '../shares/share.ts'
import type { Shares } from '../shares/shares.ts'
import { tooLarge } from './errors.ts'

/** Where a body's bytes count, and how they come. */
export type Admission = { kind: KindOfShare; name: string; limit: number; factor: number; shares: Shares }

// Smaller ones are nothing in memory.
const smallBytes = 16_384
const slabBytes = 256_000
const patienceMs = 10_000
const minBytesPerS = 20_000
const checkEveryMs = 5000
const minBytesInBetween = 5000
/** Slower than this over a second: no room is kept for what has not come yet. */
const quickBytesPerS = 100_000

/** Bytes of a body on their way in. */
export type Arriving = {
  /** Counts bytes that have come. A promise: there is no room for more yet, read on when it has resolved. */
  came: (bytes: number) => Promise<void> | undefined
  /** All have come. */
  end: () => void
}

/**
 * Makes room for a body and watches it come in.
 *
 * Room for all that was announced is kept only for who sends it quickly. From a slow sender it is taken back after a second:
 * such a body holds what has come of it and a slab more, so that ten thousand announcements hold nothing. Every body has a
 * time by its length (10 s and 20 kB/s), and one that holds room must not fall asleep in between: 1 kB/s over 5 s.
 *
 * @param fail is called at most once, when the sender is too slow.
 */
export async function makeRoom(
  { kind, name, limit, factor, shares }: Admission,
  request: FastifyRequest,
  fail: (problem: ApiProblem) => void,
): Promise<Arriving> {
  const length = request.headers['content-length']
  const declared = length === undefined ? null : Number(length)
  const maxMs = patienceMs + ((declared ?? limit) / minBytesPerS) * 1000
  const { raw } = request
  const response = request.response
  if (declared !== null && declared < smallBytes) {
    const timer = setTimeout(() => fail(tooSlow()), maxMs)
    const end = () => clearTimeout(timer)
    response.once('close', end)
    return { came: () => undefined, end }
  }
  const gone = new AbortController()
  response.once('close', () => gone.abort())
  const all = Math.min(declared ?? slabBytes, limit)
  const hold = await shares.enter(kind, name, all * factor, gone.signal)
  // Kept until the request is over: JSON is bytes, text and values for a moment.
  if (response.closed || response.destroyed) hold.leave()
  gone.signal.addEventListener('abort', hold.leave)
  return watch(hold, (size) => shares.resize(kind, hold, size, gone.signal), {
    factor,
    maxMs,
    isOver: () => raw.destroyed || gone.signal.aborted,
    fail,
  })
}

type Watch = { factor: number; maxMs: number; isOver: () => boolean; fail: (problem: ApiProblem) => void }

function watch(hold: Hold, resize: (size: number) => Promise<void>, { factor, maxMs, isOver, fail }: Watch): Arriving {
  let received = 0
  let isWaiting = false
  let sender = { ms: 0, before: 0, checkMs: 0, checkBefore: 0 }
  let last = performance.now()
  const timer = setInterval(() => {
    const now = performance.now()
    const passed = now - last
    last = now
    if (isOver()) return end()
    // Only the time counts in which we wait for the sender.
    if (isWaiting) return
    sender = { ...sender, ms: sender.ms + passed, checkMs: sender.checkMs + passed }
    const came = received - sender.before
    sender.before = received
    const asleep = sender.checkMs >= checkEveryMs && received - sender.checkBefore < minBytesInBetween
    if (asleep || sender.ms > maxMs) {
      end()
      fail(tooSlow())
      return
    }
    if (sender.checkMs >= checkEveryMs) sender = { ...sender, checkMs: 0, checkBefore: received }
    const held = (received + slabBytes) * factor
    if (came < (quickBytesPerS * passed) / 1000 && held < hold.size) void resize(held)
  }, 1000)
  const end = () => clearInterval(timer)
  return {
    came(bytes) {
      received += bytes
      if (received * factor <= hold.size || hold.size === 0) return undefined
      isWaiting = true
      return resize((received + slabBytes) * factor).finally(() => {
        isWaiting = false
      })
    },
    end,
  }
}

/** Reads a whole body. @throws {ApiProblem} `too_large`, `request_timeout`, `rate_limited`, `unavailable` */
export async function readBody(admission: Admission, request: FastifyRequest): Promise<Buffer> {
  const { limit } = admission
  const { raw } = request
  if (Number(request.headers['content-length'] ?? 0) > limit) throw tooLarge(limit, request.routeOptions.url)
  let fail = (_: unknown) => {}
  const arriving = await makeRoom(admission, request, (problem) => fail(problem))
  const chunks: Buffer[] = []
  let size = 0
  try {
    await new Promise<void>((resolve, reject) => {
      fail = reject
      raw.on('data', (chunk: Buffer) => {
        size += chunk.length
        if (size > limit) return reject(tooLarge(limit, request.routeOptions.url))
        chunks.push(chunk)
        const room = arriving.came(chunk.length)
        if (!room) return
        raw.pause()
        room.then(() => raw.resume(), reject)
      })
      raw.once('end', resolve)
      raw.once('error', () => reject(cutOff()))
      // Made only where it is told: an error with its stack costs 0.05 ms, and a request in good order closes as well.
      raw.once('close', () => raw.readableEnded || reject(cutOff()))
    })
  } finally {
    arriving.end()
    raw.removeAllListeners('data')
    // What still comes is thrown away.
    if (!raw.complete) raw.resume()
  }
  return chunks.length === 1 ? (chunks[0] as Buffer) : Buffer.concat(chunks, size)
}

function cutOff(): ApiProblem {
  return new ApiProblem('bad_request', 'The body was cut off before its end. Send it again.')
}

export function tooSlow(): ApiProblem {
  return new ApiProblem('request_timeout', 'The body came too slowly. Send it again over a better line.')
}

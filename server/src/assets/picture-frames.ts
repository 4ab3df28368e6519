import { ApiProblem } from '../problem.ts'

/** One picture of a body with many, or why it could not be read. Numbers begin with 1. */
export type Frame = { number: number; bytes: Buffer } | { number: number; problem: ApiProblem }

/** Gives the place that a picture of this size is read into, or says why there is none. */
export type FindPlace = (sizeBytes: number) => Promise<Buffer | ApiProblem>

type Current = { place: Buffer | ApiProblem; sizeBytes: number; filled: number }

/**
 * Cuts a body into the pictures in it: 4 bytes of length, highest first, then the picture. Bytes are copied once, into
 * the place that the caller gives; a picture without a place is passed over, so that those behind it are still read.
 */
export async function* readFrames(body: AsyncIterable<Buffer>, findPlace: FindPlace): AsyncGenerator<Frame> {
  const head = Buffer.alloc(4)
  let headFilled = 0
  let number = 1
  let current: Current | null = null
  for await (const chunk of body) {
    for (let at = 0; at < chunk.length; ) {
      if (!current) {
        const part = chunk.copy(head, headFilled, at)
        headFilled += part
        at += part
        if (headFilled < head.length) break
        headFilled = 0
        const sizeBytes = head.readUInt32BE(0)
        current = { place: await findPlace(sizeBytes), sizeBytes, filled: 0 }
      }
      const { place, sizeBytes, filled }: Current = current
      const part = Math.min(sizeBytes - filled, chunk.length - at)
      if (!(place instanceof ApiProblem)) chunk.copy(place, filled, at, at + part)
      at += part
      current.filled += part
      if (current.filled < sizeBytes) continue
      yield place instanceof ApiProblem ? { number, problem: place } : { number, bytes: place }
      number++
      current = null
    }
  }
  if (!current && headFilled === 0) return
  yield { number, problem: current?.place instanceof ApiProblem ? current.place : cutOff(number) }
}

function cutOff(number: number): ApiProblem {
  return new ApiProblem(
    'bad_request',
    `The body ended in the middle of picture ${number}. Each picture comes after its length in bytes: 4 bytes, the highest first.`,
  )
}

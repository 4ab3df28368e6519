import { createHash } from 'node:crypto'
import { ApiProblem } from '../problem.ts'
import type { OpenedDataset } from './dataset.ts'

export type Held = {
  /** Bytes that are there already. */
  from: number
  /** Their SHA-256, where it is said. */
  sha256: string | undefined
}

/**
 * What comes behind the bytes that somebody has. Those are made again, and must be what they were: a picture that was lost since, or that is
 * back, would shift all that follows, and the directory at the end would name other places. Known by their hash, or, where none is
 * said, by every picture among them being there.
 *
 * @param isGone whether nobody waits any more
 * @throws {ApiProblem} `changed_meanwhile`
 */
export async function behind(
  { chunks, lost }: Pick<OpenedDataset, 'chunks' | 'lost'>,
  held: Held,
  isGone: () => boolean,
): Promise<AsyncGenerator<Buffer>> {
  const digest = createHash('sha256')
  let left = held.from
  let rest: Buffer = Buffer.alloc(0)
  while (left > 0 && !isGone()) {
    const { value, done } = await chunks.next()
    if (done) throw changed('The export is not as long as that.')
    const skipped = Math.min(left, value.length)
    digest.update(value.subarray(0, skipped))
    left -= skipped
    rest = value.subarray(skipped)
  }
  const isSame = held.sha256 === undefined ? lost() === 0 : digest.digest('hex') === held.sha256
  if (left === 0 && !isSame) throw changed('A picture that is in what you have can no longer be read, or is back.')
  return withFirst(rest, chunks)
}

async function* withFirst(first: Buffer, chunks: AsyncGenerator<Buffer>): AsyncGenerator<Buffer> {
  if (first.length > 0) yield first
  yield* chunks
}

export function changed(why: string): ApiProblem {
  return new ApiProblem('changed_meanwhile', `${why} Begin it anew, without resume and from.`)
}

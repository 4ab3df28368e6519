import { setTimeout as sleep } from 'node:timers/promises'

type Bounds<T> = {
  /** Asked again for each of a batch. */
  max: () => number
  maxBytes: number
  maxMs: number
  bytesOf: (one: T) => number
  /** Told of each that came and is in no batch, because the source failed or nobody asks any more. */
  drop: (one: T) => void
}

/**
 * What comes, in batches: so many, so many bytes, or what there is a moment after the first came. A sender who waits for the receipts
 * of what they sent before they send more is never left waiting.
 */
export async function* collect<T>(
  source: AsyncIterable<T>,
  { max, maxBytes, maxMs, bytesOf, drop }: Bounds<T>,
): AsyncGenerator<T[], void, undefined> {
  const coming = source[Symbol.asyncIterator]()
  const ask = () => {
    const asked = coming.next()
    asked.catch(() => {})
    return asked
  }
  let next = ask()
  let batch: T[] = []
  try {
    for (let isOver = false; !isOver; ) {
      let bytes = 0
      let due: Promise<null> | null = null
      const patience = new AbortController()
      while (batch.length < max() && bytes < maxBytes) {
        const one: IteratorResult<T> | null = await (due ? Promise.race([next, due]) : next)
        if (one === null) break
        if (one.done) {
          isOver = true
          break
        }
        batch.push(one.value)
        bytes += bytesOf(one.value)
        next = ask()
        due ??= sleep(maxMs, null, { signal: patience.signal }).catch(() => null)
      }
      patience.abort()
      if (batch.length === 0) continue
      const full = batch
      batch = []
      yield full
    }
  } finally {
    for (const one of batch) drop(one)
    next.then(
      (one) => one.done || drop(one.value),
      () => {},
    )
    await coming.return?.()
  }
}

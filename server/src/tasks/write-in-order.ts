type Options<Batch, Written> = {
  write: (batch: Batch) => Promise<Written>
  /** What two batches must not have in common: the second is written when the first is there. */
  keysOf: (batch: Batch) => Set<string>
  /** Asked before each batch. */
  maxUnderWay: () => number
}

/**
 * Writes batches, some at a time, and gives what came of each in their order and as soon as it is known, also while the next one is
 * still being sent.
 */
export async function* writeInOrder<Batch, Written>(
  source: AsyncIterable<Batch>,
  { write, keysOf, maxUnderWay }: Options<Batch, Written>,
): AsyncGenerator<Written, void, undefined> {
  const batches = source[Symbol.asyncIterator]()
  const underWay: { keys: Set<string>; written: Promise<Written> }[] = []
  const ask = () => {
    const asked = batches.next()
    // Whoever goes away before the end never looks at it.
    asked.catch(() => {})
    return asked
  }
  let coming: Promise<IteratorResult<Batch>> | null = ask()
  let waiting: { batch: Batch; keys: Set<string> } | null = null
  try {
    while (coming || waiting || underWay.length > 0) {
      const [first] = underWay
      if (waiting && mayBegin(underWay, waiting.keys, maxUnderWay())) {
        const written = write(waiting.batch)
        written.catch(() => {})
        underWay.push({ keys: waiting.keys, written })
        waiting = null
        continue
      }
      const asked: Promise<IteratorResult<Batch>> | null = waiting ? null : coming
      const come: { written: Written } | { batch: IteratorResult<Batch> } = await Promise.race([
        ...(first ? [first.written.then((written) => ({ written }))] : []),
        ...(asked ? [asked.then((batch) => ({ batch }))] : []),
      ])
      if ('written' in come) {
        underWay.shift()
        yield come.written
      } else if (come.batch.done) coming = null
      else {
        waiting = { batch: come.batch.value, keys: keysOf(come.batch.value) }
        coming = ask()
      }
    }
  } finally {
    await batches.return?.()
  }
}

const mayBegin = (underWay: { keys: Set<string> }[], keys: Set<string>, max: number) =>
  underWay.length < max && underWay.every((other) => ![...keys].some((key) => other.keys.has(key)))

import { inBatches } from './batches.ts'
import { PackingThread } from './packing-thread.ts'
import type { Carried } from './table.ts'
import type { TableOrder } from './thread.ts'

/** Lines as a Parquet file, packed by a thread of its own; while it packs, the next lines are read. */
export async function* parquet(
  order: TableOrder,
  lines: AsyncIterable<Carried>,
  groupBytes = 8_000_000,
): AsyncGenerator<Buffer> {
  const thread = new PackingThread(order)
  try {
    let packing: Promise<Buffer> | null = null
    for await (const batch of inBatches(lines, groupBytes)) {
      const next = thread.pack(batch)
      if (packing) yield* some(await packing)
      packing = next
    }
    if (packing) yield* some(await packing)
    yield await thread.end()
  } finally {
    await thread.stop()
  }
}

function* some(bytes: Buffer): Generator<Buffer> {
  if (bytes.length > 0) yield bytes
}

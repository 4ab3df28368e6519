import type { Carried } from './table.ts'
import type { Batch } from './thread.ts'

/** Lines of a row group. Fewer pack worse, and readers take a group at a time. */
const groupLines = 10_000
const batchLines = 1000
const batchBytes = 1_000_000

/**
 * The same lines make the same groups.
 *
 * @param groupBytes of lines and pictures. What is held is several times as much; of each group the footer keeps some 10 KB until the end
 */
export async function* inBatches(lines: AsyncIterable<Carried>, groupBytes: number): AsyncGenerator<Batch> {
  let batch: Carried[] = []
  let [inBatch, groupOf, inGroup] = [0, 0, 0]
  for await (const line of lines) {
    batch.push(line)
    const size = line.pictures.reduce((sum, picture) => sum + (picture?.length ?? 0), line.line.length)
    groupOf++
    inBatch += size
    inGroup += size
    const endsGroup = groupOf >= groupLines || inGroup >= groupBytes
    if (!endsGroup && batch.length < batchLines && inBatch < batchBytes) continue
    yield { lines: batch, endsGroup }
    batch = []
    inBatch = 0
    if (endsGroup) [groupOf, inGroup] = [0, 0]
  }
  if (groupOf > 0) yield { lines: batch, endsGroup: true }
}

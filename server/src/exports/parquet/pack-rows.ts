import { createHash } from 'node:crypto'
import type { Server } from '../../context.ts'
import type { DatasetOptions } from '../dataset-options.ts'
import type { Snapshot } from '../export.ts'
import { spooledLines } from '../spool.ts'
import { chunksOf, openUnnamed } from '../unnamed-file.ts'
import { orderOf, plain } from './order.ts'
import { parquet } from './parquet.ts'
import type { Carried } from './table.ts'

type Packed = { digest: string; bytes: number; chunks: AsyncGenerator<Buffer>; close(): Promise<void> }

/** The snapshot is for the caller to close. */
export async function packRows(
  server: Server,
  workspaceId: number,
  snapshot: Snapshot,
  title: string,
  options: DatasetOptions,
): Promise<Packed> {
  const file = await openUnnamed(server)
  try {
    const digest = createHash('sha256')
    let bytes = 0
    async function* carried(): AsyncGenerator<Carried> {
      for await (const { lines } of spooledLines(snapshot, workspaceId)) yield* lines.map(plain)
    }
    for await (const chunk of parquet(orderOf(snapshot.specs, title, options), carried())) {
      digest.update(chunk)
      bytes += chunk.length
      await file.writeFile(chunk)
    }
    return { digest: digest.digest('hex'), bytes, chunks: chunksOf(file), close: () => file.close() }
  } catch (error) {
    await file.close()
    throw error
  }
}

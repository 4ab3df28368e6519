import type { Server } from '../../context.ts'
import { belongingOf } from '../belonging.ts'
import type { DatasetOptions } from '../dataset-options.ts'
import { readPicture } from '../pictures.ts'
import { splitOf } from '../splits.ts'
import type { Spool, Spooled } from '../spool.ts'
import { isPlain, orderOf, plain } from './order.ts'
import { parquet } from './parquet.ts'
import { fileInputs, picturesOf } from './pictures.ts'
import type { Carried } from './table.ts'

/** What was spooled as one Parquet file, with its pictures. */
export function parquetOf(
  server: Server,
  workspaceId: number,
  spooled: Spool,
  { title, lost }: { title: string; lost: string[] },
  options: DatasetOptions,
): AsyncGenerator<Buffer> {
  const files = fileInputs(spooled.specs)
  const isAsItIs = isPlain(spooled.specs, options)
  async function* carried(): AsyncGenerator<Carried> {
    const belonging = await belongingOf(spooled, options)
    for await (const line of spooled.lines()) {
      if (isAsItIs) yield plain(line)
      else {
        const read = JSON.parse(line) as Spooled
        const found = picturesOf(read, files)
        const first = found[0] ? belonging(found[0].sha256) : read.row.task_id
        const pictures: Carried['pictures'][number][] = []
        for (const { sha256 } of options.withPictures ? found : []) {
          const bytes = await readPicture(server, workspaceId, sha256, options.upright)
          if (!bytes) lost.push(sha256)
          // A copy of its own, which can be handed over: what was read may be a part of something larger.
          pictures.push(bytes && new Uint8Array(bytes))
        }
        yield { line, split: options.split === undefined ? '' : splitOf(read.row, first, options), pictures }
      }
    }
  }
  // Few groups of a large export, for the sake of the footer; small ones else, for what is held.
  const groupBytes = Math.min(32_000_000, Math.max(4_000_000, spooled.bytes / 500))
  return parquet(orderOf(spooled.specs, title, options), carried(), groupBytes)
}

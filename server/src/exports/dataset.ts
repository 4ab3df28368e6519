import { createHash } from 'node:crypto'
import { datasetFormats, isZip } from '@whisker/api/export-formats.ts'
import type { Server } from '../context.ts'
import { ApiProblem } from '../problem.ts'
import type { DatasetOptions } from './dataset-options.ts'
import type { VersionSpec } from './export.ts'
import { whyNot } from './formats/datasets.ts'
import { parquetOf } from './parquet/dataset.ts'
import { isPackedAtOnce } from './parquet/order.ts'
import { packRows } from './parquet/pack-rows.ts'
import { spoolOfRelease } from './releases/stored.ts'
import { openSpooled, type Spool, spoolOf } from './spool.ts'
import { zip } from './zip.ts'
import { entriesOf } from './zip-entries.ts'

export type OpenedDataset = {
  /** Of the bytes that it makes: equal ones make equal bytes. */
  tag: string
  pictures: number
  bytes: number
  chunks: AsyncGenerator<Buffer>
  close(): Promise<void>
}

// Counts up when the same results are written in another way.
const recipe = 2
// Other packers make other bytes of the same.
const packers = [process.versions.zlib, process.versions.zstd]

type Of = { workspaceId: number; projectId: number }

/** A project's results and pictures as one file. @throws {ApiProblem} 422 where the form cannot be written so */
export async function openDataset(server: Server, of: Of, options: DatasetOptions): Promise<OpenedDataset> {
  const { release, format } = options
  const whose = `Project ${of.projectId} of Whisker${release === undefined ? '' : `, release ${release}`}`
  const title = `${whose}, as ${datasetFormats[format].title}`
  const tagOf = (digest: string) => {
    const written = JSON.stringify([recipe, packers, title, options, digest])
    return createHash('sha256').update(written).digest('hex').slice(0, 40)
  }
  if (release !== undefined) {
    const spooled = await spoolOfRelease(server.sql, of.projectId, release)
    return ofSpool(server, of, spooled, { title, options, tagOf })
  }
  const snapshot = await openSpooled(server, of.projectId, options.likely)
  try {
    refuse(snapshot.specs, options)
    if (isPackedAtOnce(snapshot.specs, options)) {
      const { digest, ...packed } = await packRows(server, of.workspaceId, snapshot, title, options)
      return { tag: tagOf(digest), pictures: 0, ...packed }
    }
    return ofSpool(server, of, await spoolOf(server, of.workspaceId, snapshot), { title, options, tagOf })
  } finally {
    await snapshot.close()
  }
}

type Named = { title: string; options: DatasetOptions; tagOf(digest: string): string }

async function ofSpool(
  server: Server,
  { workspaceId }: Of,
  spooled: Spool,
  { title, options, tagOf }: Named,
): Promise<OpenedDataset> {
  try {
    refuse(spooled.specs, options)
  } catch (error) {
    await spooled.close()
    throw error
  }
  const { format } = options
  return {
    tag: tagOf(spooled.digest),
    pictures: options.withPictures ? spooled.pictures : 0,
    bytes: options.withPictures ? spooled.bytes : 0,
    chunks: isZip(format)
      ? zip(entriesOf(server, workspaceId, spooled, title, { ...options, format }))
      : parquetOf(server, workspaceId, spooled, title, options),
    close: spooled.close,
  }
}

function refuse(specs: readonly VersionSpec[], { format }: DatasetOptions): void {
  const [form] = specs
  const reason = form && isZip(format) ? whyNot(format, form) : null
  if (reason !== null) throw new ApiProblem('invalid', reason)
}

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
import { croissantOf } from './releases/croissant.ts'
import { findRelease } from './releases/queries.ts'
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
  /** How many pictures could not be read until now. */
  lost(): number
  close(): Promise<void>
}

// Counts up when the same results are written in another way.
const recipe = 3
// Other packers make other bytes of the same.
const packers = [process.versions.zlib, process.versions.zstd]

type Of = { workspaceId: number; projectId: number }

/** A project's results and pictures as one file. @throws {ApiProblem} 422 where the form cannot be written so */
export async function openDataset(server: Server, of: Of, options: DatasetOptions): Promise<OpenedDataset> {
  const { release, format } = options
  const whose = `Project ${of.projectId} of Whisker${release === undefined ? '' : `, release ${release}`}`
  const title = `${whose}, as ${datasetFormats[format].title}`
  const tagOf = (...of: string[]) => {
    const written = JSON.stringify([recipe, packers, title, options, ...of])
    return createHash('sha256').update(written).digest('hex').slice(0, 40)
  }
  if (release !== undefined) {
    const spooled = await spoolOfRelease(server.sql, of.projectId, release)
    return ofSpool(server, of, spooled, {
      title,
      options,
      tagOf,
      about: await aboutRelease(server, of, release, spooled),
    })
  }
  const snapshot = await openSpooled(server, of.projectId, options.likely)
  try {
    refuse(snapshot.specs, options)
    if (isPackedAtOnce(snapshot.specs, options)) {
      const { digest, ...packed } = await packRows(server, of.workspaceId, snapshot, title, options)
      return { tag: tagOf(digest), pictures: 0, lost: () => 0, ...packed }
    }
    return ofSpool(server, of, await spoolOf(server, of.workspaceId, snapshot), { title, options, tagOf, about: null })
  } finally {
    await snapshot.close()
  }
}

type Named = { title: string; options: DatasetOptions; tagOf(...of: string[]): string; about: string | null }

async function ofSpool(
  server: Server,
  { workspaceId }: Of,
  spooled: Spool,
  { title, options, tagOf, about }: Named,
): Promise<OpenedDataset> {
  try {
    refuse(spooled.specs, options)
  } catch (error) {
    await spooled.close()
    throw error
  }
  const { format } = options
  const lost: string[] = []
  return {
    tag: tagOf(spooled.digest, about ?? ''),
    pictures: options.withPictures ? spooled.pictures : 0,
    bytes: options.withPictures ? spooled.bytes : 0,
    chunks: isZip(format)
      ? zip(entriesOf(server, workspaceId, spooled, { title, about, lost }, { ...options, format }))
      : parquetOf(server, workspaceId, spooled, { title, lost }, options),
    lost: () => lost.length,
    close: spooled.close,
  }
}

/** The release as a catalogue of data sets describes it. */
async function aboutRelease(server: Server, of: Of, number: number, { specs }: Spool): Promise<string> {
  const release = await findRelease(server.sql, of.workspaceId, of.projectId, number)
  return `${JSON.stringify(croissantOf(release, specs, of.projectId, server.url()), null, 2)}\n`
}

/** @throws {ApiProblem} 422 where the form cannot be written so */
export function refuse(specs: readonly VersionSpec[], { format }: Pick<DatasetOptions, 'format'>): void {
  const [form] = specs
  const reason = form && isZip(format) ? whyNot(format, form) : null
  if (reason !== null) throw new ApiProblem('invalid', reason)
}

import { deflateRawSync, zstdCompressSync } from 'node:zlib'
import type { ExportEstimate } from '@whisker/api/export-estimate.ts'
import { type DatasetFormatName, type ExportFormat, isDataset, isZip } from '@whisker/api/export-formats.ts'
import type { Server } from '../context.ts'
import type { Queryable } from '../database/connect.ts'
import { refuse } from './dataset.ts'
import { isGiven, type VersionSpec } from './export.ts'
import { type Written, writers } from './formats.ts'
import { findRelease } from './releases/queries.ts'
import { spoolOfRelease } from './releases/stored.ts'
import { openSpooled, rowText, spooledLines } from './spool.ts'

type Asked = {
  format: ExportFormat | DatasetFormatName
  release: number | undefined
  likely: boolean
  withPictures: boolean
  written: Omit<Written, 'specs'>
}
type Of = { workspaceId: number; projectId: number }
type Counts = Pick<ExportEstimate, 'tasks' | 'pictures' | 'picture_bytes'>
type Sampled = { specs: VersionSpec[]; lines: string[] }

/** Lines by which the texts of all are judged. */
const sampled = 100
/** Of a file in a zip beside its bytes: its head and its line in the directory, with a name. */
const headBytes = 200

/** @throws {ApiProblem} 422 where the form cannot be written so */
export async function estimateExportOf(server: Server, of: Of, asked: Asked): Promise<ExportEstimate> {
  const { release, format } = asked
  const [counts, sample] =
    release === undefined
      ? await Promise.all([countNow(server.replica, of.projectId, asked.likely), sampleNow(server, of, asked.likely)])
      : await ofRelease(server, of, release)
  if (isDataset(format)) refuse(sample.specs, { format })
  const hasPictures = isDataset(format) && asked.withPictures
  const { tasks, pictures, picture_bytes } = hasPictures ? counts : { ...counts, pictures: 0, picture_bytes: 0 }
  const heads = isDataset(format) && isZip(format) ? pictures * headBytes : 0
  const texts = sample.lines.length === 0 ? 0 : (textBytes(sample, asked) / sample.lines.length) * tasks
  return { tasks, pictures, picture_bytes, bytes: Math.round(picture_bytes + heads + texts) }
}

/** What the lines take in a file of the format, without pictures. */
function textBytes({ specs, lines }: Sampled, { format, written }: Asked): number {
  const rows = lines.map((line) => ({ row: rowText(line) }))
  if (!isDataset(format)) return Buffer.byteLength(writers[format]({ ...written, specs }).rows(rows))
  const text = Buffer.from(rows.map(({ row }) => row).join('\n'))
  // Each has what is known of a picture twice: as the format says it, and in samples.jsonl.
  return isZip(format) ? 2 * deflateRawSync(text).length : zstdCompressSync(text).length
}

async function countNow(sql: Queryable, projectId: number, likely: boolean): Promise<Counts> {
  const [counts] = await sql<Counts[]>`
    with given as materialized (
      select t.id from results r join tasks t on t.project_id = r.project_id and t.id = r.task_id
      where r.project_id = ${projectId} and ${isGiven(sql, likely)}
    )
    select (select count(*)::int from given) as tasks, count(*)::int as pictures,
           coalesce(sum(a.size_bytes), 0)::float8 as picture_bytes
    from task_assets u join given g on g.id = u.task_id
    join assets a on a.workspace_id = u.workspace_id and a.sha256 = u.sha256
    where u.project_id = ${projectId}`
  return counts as Counts
}

async function sampleNow(server: Server, { workspaceId, projectId }: Of, likely: boolean): Promise<Sampled> {
  const snapshot = await openSpooled(server, projectId, likely)
  try {
    const lines: string[] = []
    for await (const batch of spooledLines(snapshot, workspaceId)) {
      lines.push(...batch.lines)
      if (lines.length >= sampled) break
    }
    return { specs: snapshot.specs, lines }
  } finally {
    await snapshot.close()
  }
}

async function ofRelease(server: Server, { workspaceId, projectId }: Of, number: number): Promise<[Counts, Sampled]> {
  const { facts } = await findRelease(server.sql, workspaceId, projectId, number)
  const spooled = await spoolOfRelease(server.sql, projectId, number)
  const lines: string[] = []
  for await (const line of spooled.lines()) if (lines.push(line) >= sampled) break
  const counts = { tasks: facts.tasks, pictures: spooled.pictures, picture_bytes: spooled.bytes }
  return [counts, { specs: spooled.specs, lines }]
}

import { createHash, randomUUID } from 'node:crypto'
import { type FileHandle, open, unlink } from 'node:fs/promises'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { hashOfFile } from '@whisker/api/media/file-name.ts'
import type { ResultRow } from '@whisker/api/results.ts'
import type { Server } from '../context.ts'
import { openSnapshot, type VersionSpec } from './export.ts'

/** A stored picture that a row names. */
export type Stored = { width: number; height: number; type: string; bytes: number }
export type Spooled = { row: ResultRow; pictures: Record<string, Stored> }

/** The results of one moment: read as often as a format needs, however slowly its reader takes. */
export type Spool = {
  specs: VersionSpec[]
  pictures: number
  bytes: number
  /** Of all that was read: other rows, another digest. */
  digest: string
  /** Each a {@link Spooled} as JSON, in the order of tasks. */
  lines(): AsyncIterable<string>
  close(): Promise<void>
}

/**
 * Writes a snapshot to a file that has no name any more, and lets the database go: pictures may be taken for hours, and a
 * connection with a snapshot would be held as long. A server that is killed leaves nothing.
 */
export async function spool(server: Server, workspaceId: number, projectId: number, likely: boolean): Promise<Spool> {
  const primary = server.config.replicaUrl ? server.sql : undefined
  const snapshot = await openSnapshot(server.replica, projectId, { after: undefined, likely }, primary)
  let file: FileHandle | undefined
  try {
    const path = join(server.config.dataDir, `export-${randomUUID()}.tmp`)
    file = await open(path, 'wx+')
    await unlink(path)
    const { specs } = snapshot
    const digest = createHash('sha256').update(JSON.stringify(specs))
    let [pictures, bytes] = [0, 0]
    for await (const batch of snapshot.rows) {
      const rows = batch.map(({ row }) => ({ row, hashes: hashesOf(JSON.parse(row) as ResultRow) }))
      const stored = await storedPictures(snapshot.ask, workspaceId, [...new Set(rows.flatMap(({ hashes }) => hashes))])
      let text = ''
      for (const { row, hashes } of rows) {
        const found = hashes.flatMap((sha256) => {
          const picture = stored.get(sha256)
          return picture ? [[sha256, picture] as const] : []
        })
        for (const [, picture] of found) {
          pictures++
          bytes += picture.bytes
        }
        text += `{"row":${row}${behindRow}${JSON.stringify(Object.fromEntries(found))}}\n`
      }
      digest.update(text)
      await file.write(text)
    }
    return {
      specs,
      pictures,
      bytes,
      digest: digest.digest('hex'),
      lines: () => linesOf(file!),
      close: () => file!.close(),
    }
  } catch (error) {
    await file?.close()
    throw error
  } finally {
    await snapshot.close()
  }
}

function hashesOf(row: ResultRow): string[] {
  return row.task_spec.flatMap((item) => Object.values(item).flatMap((value) => hashOfFile(value) ?? []))
}

async function storedPictures(sql: Server['sql'], workspaceId: number, sha256s: string[]) {
  if (sha256s.length === 0) return new Map<string, Stored>()
  const rows = await sql<({ sha256: string } & Stored)[]>`
    select sha256, width, height, content_type as type, size_bytes::float8 as bytes
    from assets where workspace_id = ${workspaceId} and sha256 = any(${sha256s})`
  return new Map(rows.map(({ sha256, ...picture }) => [sha256, picture]))
}

function linesOf(file: FileHandle): AsyncIterable<string> {
  const stream = file.createReadStream({ start: 0, autoClose: false, encoding: 'utf8' })
  return createInterface({ input: stream, crlfDelay: Number.POSITIVE_INFINITY })
}

const behindRow = ',"pictures":'

/** The row of a line as it was written: parsed and written again, `1.50` would be another number. */
export function rowText(line: string): string {
  return line.slice('{"row":'.length, line.lastIndexOf(behindRow))
}

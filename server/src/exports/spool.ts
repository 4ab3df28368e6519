import { createHash } from 'node:crypto'
import type { FileHandle } from 'node:fs/promises'
import { hashOfFile } from '@whisker/api/media/file-name.ts'
import { mediumOf } from '@whisker/api/media/media.ts'
import type { ResultRow } from '@whisker/api/results.ts'
import type { Server } from '../context.ts'
import { openSnapshot, type Snapshot, type VersionSpec } from './export.ts'
import { linesOf, openUnnamed } from './unnamed-file.ts'

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
 * connection with a snapshot would be held as long.
 */
export async function spool(server: Server, workspaceId: number, projectId: number, likely: boolean): Promise<Spool> {
  const snapshot = await openSpooled(server, projectId, likely)
  try {
    return await spoolOf(server, workspaceId, snapshot)
  } finally {
    await snapshot.close()
  }
}

/** The snapshot is for the caller to close. */
export async function spoolOf(server: Server, workspaceId: number, snapshot: Snapshot): Promise<Spool> {
  let file: FileHandle | undefined
  try {
    file = await openUnnamed(server)
    const { specs } = snapshot
    const digest = createHash('sha256').update(JSON.stringify(specs))
    let [pictures, bytes] = [0, 0]
    for await (const batch of spooledLines(snapshot, workspaceId)) {
      pictures += batch.pictures
      bytes += batch.bytes
      const text = batch.lines.map((line) => `${line}\n`).join('')
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
  }
}

export function openSpooled(server: Server, projectId: number, likely: boolean): Promise<Snapshot> {
  const primary = server.config.replicaUrl ? server.sql : undefined
  return openSnapshot(server.replica, projectId, { after: undefined, likely }, primary)
}

type Lines = { lines: string[]; pictures: number; bytes: number }

/** Rows with what is known of the pictures that they name. */
export async function* spooledLines(snapshot: Snapshot, workspaceId: number): AsyncGenerator<Lines> {
  const hasFiles = snapshot.specs.some(({ inputs }) => inputs.some((input) => mediumOf(input).keeps === 'file'))
  const lineOf = (row: string, pictures: string) => `{"row":${row}${behindRow}${pictures}}`
  for await (const batch of snapshot.rows) {
    if (!hasFiles) {
      yield { lines: batch.map(({ row }) => lineOf(row, '{}')), pictures: 0, bytes: 0 }
      continue
    }
    const rows = batch.map(({ row }) => ({ row, hashes: hashesOf(JSON.parse(row) as ResultRow) }))
    const stored = await storedPictures(snapshot.ask, workspaceId, [...new Set(rows.flatMap(({ hashes }) => hashes))])
    let [pictures, bytes] = [0, 0]
    const lines = rows.map(({ row, hashes }) => {
      const found = hashes.flatMap((sha256) => {
        const picture = stored.get(sha256)
        return picture ? [[sha256, picture] as const] : []
      })
      pictures += found.length
      for (const [, picture] of found) bytes += picture.bytes
      return lineOf(row, JSON.stringify(Object.fromEntries(found)))
    })
    yield { lines, pictures, bytes }
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

const behindRow = ',"pictures":'

/** The row of a line as it was written: parsed and written again, `1.50` would be another number. */
export function rowText(line: string): string {
  return line.slice('{"row":'.length, line.lastIndexOf(behindRow))
}

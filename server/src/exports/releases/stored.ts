import { promisify } from 'node:util'
import { zstdCompress, zstdDecompress } from 'node:zlib'
import type { Sql } from '../../database/connect.ts'
import { notFound } from '../../problem.ts'
import type { VersionSpec } from '../export.ts'
import type { Spool } from '../spool.ts'
import type { ReleaseFacts } from './queries.ts'

/** Text of a part before it is packed. Much more would be held at once, much less packs worse. */
export const partChars = 1_000_000

export const pack = promisify(zstdCompress)
const unpack = promisify(zstdDecompress)

/**
 * The lines of a release, read part by part: it does not change, so nothing has to be held between two parts, however slowly a reader
 * takes them.
 */
export async function* linesOfRelease(sql: Sql, projectId: number, number: number): AsyncGenerator<string> {
  for (let part = 0; ; part++) {
    const [row] = await sql<{ packed: Buffer | null }[]>`
      select (select packed from release_parts p where p.project_id = r.project_id and p.number = r.number and p.part = ${part})
      from releases r where r.project_id = ${projectId} and r.number = ${number} and r.deleted_at is null`
    if (!row) throw new Error(`Release ${number} of project ${projectId} was deleted while it was read.`)
    if (!row.packed) return
    const text = (await unpack(row.packed)).toString()
    yield* text.slice(0, -1).split('\n')
  }
}

/** A release as what exports are made of. */
export async function spoolOfRelease(sql: Sql, projectId: number, number: number): Promise<Spool> {
  const [release] = await sql<{ digest: string; specs: VersionSpec[]; facts: ReleaseFacts }[]>`
    select digest, specs, facts from releases where project_id = ${projectId} and number = ${number} and deleted_at is null`
  if (!release) throw notFound('release')
  const { digest, specs, facts } = release
  return {
    ...{ digest, specs, pictures: facts.pictures, bytes: facts.bytes },
    lines: () => linesOfRelease(sql, projectId, number),
    close: async () => {},
  }
}

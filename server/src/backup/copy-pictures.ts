import { createWriteStream } from 'node:fs'
import { finished } from 'node:stream/promises'
import { type AssetStore, assetKey, readVerified } from '../assets/store.ts'
import type { Sql } from '../database/connect.ts'

const page = 500
const atOnce = 4

type Row = { workspace_id: number; sha256: string; size_bytes: number }

export type Copied = { known: number; count: number; size_bytes: number; added: number; lost: string[] }

/**
 * Copies every picture that the database knows into another store, each checked against its hash on the way. What is
 * there already is read and checked too: a copy that was damaged in the meantime is made anew, or the backup would be one only by
 * its name. Renditions are left out; they are made again when needed.
 *
 * `list`, if there is one, is written with a line for each picture that the database knows, so that a restore can tell what is lacking.
 *
 * @param goesOn called after each picture
 * @returns `lost`: what is not there, or damaged, and why (the first hundred).
 */
export async function copyPictures(
  sql: Sql,
  from: AssetStore,
  to: AssetStore,
  { list, goesOn = () => {} }: { list?: string; goesOn?: (copied: Readonly<Copied>) => void } = {},
): Promise<Copied> {
  const copied: Copied = { known: 0, count: 0, size_bytes: 0, added: 0, lost: [] }
  const lines = list === undefined ? null : createWriteStream(list, { flags: 'wx', mode: 0o600, flush: true })
  for (let after: Pick<Row, 'workspace_id' | 'sha256'> = { workspace_id: 0, sha256: '' }; ; ) {
    const rows: Row[] = await sql<Row[]>`
      select workspace_id, sha256, size_bytes::float8 as size_bytes from assets
      where (workspace_id, sha256) > (${after.workspace_id}, ${after.sha256})
      order by workspace_id, sha256 limit ${page}`
    const last = rows.at(-1)
    if (!last) break
    lines?.write(rows.map(({ workspace_id, sha256 }) => `${workspace_id}/${sha256}\n`).join(''))
    copied.known += rows.length
    const queue = rows.values()
    await Promise.all(
      Array.from({ length: atOnce }, async () => {
        for (const { workspace_id, sha256, size_bytes } of queue) {
          const key = assetKey(workspace_id, sha256)
          if (!(await readVerified(to, key, sha256)).ok) {
            const original = await readVerified(from, key, sha256)
            if (!original.ok) {
              if (copied.lost.length < 100) copied.lost.push(`${workspace_id}/${sha256}: ${original.detail}`)
              continue
            }
            await to.put(key, original.bytes)
            copied.added++
          }
          copied.count++
          copied.size_bytes += size_bytes
          goesOn(copied)
        }
      }),
    )
    after = last
  }
  if (lines) await finished(lines.end())
  return copied
}

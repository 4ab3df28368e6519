import { createHash } from 'node:crypto'
import { type AssetStore, assetKey, StorageError } from '../assets/store.ts'
import type { Sql } from '../database/connect.ts'
import type { Fault } from './fault.ts'

const page = 500
const atOnce = 4

type Row = { workspace_id: number; sha256: string; size_bytes: number; tasks: number }

/**
 * Reads every picture that the database knows, and compares its size and its SHA-256. In pages and as streams: neither
 * their number nor their size is ever in memory.
 */
export async function checkPictures(
  sql: Sql,
  store: AssetStore,
  report: (fault: Fault) => void,
): Promise<{ pictures: number; bytes: number }> {
  const seen = { pictures: 0, bytes: 0 }
  for (let after: Pick<Row, 'workspace_id' | 'sha256'> = { workspace_id: 0, sha256: '' }; ; ) {
    const rows: Row[] = await sql<Row[]>`
      select workspace_id, sha256, size_bytes::float8 as size_bytes from assets
      where (workspace_id, sha256) > (${after.workspace_id}, ${after.sha256})
      order by workspace_id, sha256 limit ${page}`
    const last = rows.at(-1)
    if (!last) return seen
    const queue = rows.values()
    await Promise.all(
      Array.from({ length: atOnce }, async () => {
        for (const row of queue) {
          const fault = (await lookAt(store, row)) && (await lookAgain(sql, store, row))
          if (fault) report(fault)
          seen.pictures++
          seen.bytes += row.size_bytes
        }
      }),
    )
    after = last
  }
}

/** The service may have swept the picture since its row was read, or be about to write its file again. */
async function lookAgain(sql: Sql, store: AssetStore, row: Row): Promise<Fault | null> {
  const [found] = await sql<{ tasks: number }[]>`
    select (select count(*)::int from task_assets t where t.workspace_id = a.workspace_id and t.sha256 = a.sha256) as tasks
    from assets a where workspace_id = ${row.workspace_id} and sha256 = ${row.sha256}`
  const fault = found && (await lookAt(store, row))
  return fault ? { ...fault, detail: `${fault.detail} ${tasksOf(found.tasks)}` } : null
}

function tasksOf(count: number): string {
  return count === 0 ? 'No task shows it.' : `${count} ${count === 1 ? 'task shows' : 'tasks show'} it.`
}

async function lookAt(store: AssetStore, { workspace_id, sha256, size_bytes }: Row): Promise<Fault | null> {
  const fault = (what: Fault['what'], detail: string) => ({ what, id: `${workspace_id}/${sha256}`, detail })
  try {
    const opened = await store.open(assetKey(workspace_id, sha256))
    if (!opened) return fault('picture_missing', 'The file is gone.')
    const hash = createHash('sha256')
    let size = 0
    for await (const chunk of opened.stream) {
      hash.update(chunk)
      size += chunk.length
    }
    if (size !== size_bytes) return fault('picture_wrong_size', `The file has ${size} bytes instead of ${size_bytes}.`)
    if (hash.digest('hex') !== sha256)
      return fault('picture_corrupt', 'The bytes are no longer those that were sent: their SHA-256 differs.')
    return null
  } catch (error) {
    // A store that is away says nothing about its pictures.
    if (error instanceof StorageError && error.code !== 'object_unreadable') throw error
    return fault('picture_unreadable', error instanceof Error ? error.message : String(error))
  }
}

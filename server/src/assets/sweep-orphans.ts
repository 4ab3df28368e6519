import type { Round } from '../jobs/loop.ts'
import type { WithPictures } from './has.ts'
import { type AssetKey, isOldRendition, readAssetKey } from './store.ts'
import { mayNowSweep } from './sweep-pause.ts'
import { withoutRow } from './without-row.ts'

const page = 500
const minAgeMs = 24 * 3_600_000
const restMs = 3_600_000
const cursor = 'orphan_cursor'

/**
 * Removes files to which no row points, once they are a day old: a crash between file and row leaves them, and so does a
 * rendition that was made while its picture was swept; and renditions of an older recipe, which nobody reads. One page of
 * the store a round, in the order of the keys; where the walk is stands in the database, so that it gets through a large
 * store whatever is restarted meanwhile. Two servers that walk the same page do each other no harm.
 *
 * Never a file whose row is there or on its way: the age is looked at, and the file removed, under the lock of its key.
 * Whoever finds the old file on the disk and writes the row afterwards writes the file again (see `withoutRow`).
 *
 * Only in the store that the database knows (`verify` throws otherwise). Another database knows nothing of its pictures, and
 * would take all of them for orphans: a bucket that two installations were given, or a new database beside an old folder.
 */
export function sweepOrphans(server: WithPictures): Round {
  const { sql, store, log } = server
  let restUntil = 0
  return async (signal) => {
    if (performance.now() < restUntil) return 'done'
    await store.verify()
    if (!(await sql.begin(mayNowSweep))) return 'done'
    const [at] = await sql<{ value: string }[]>`select value from settings where key = ${cursor}`
    const after = at?.value ?? ''
    if (after === '') await store.sweepTemporary()
    const { keys, next } = await store.list(after, page)
    let removed = 0
    for (const key of await unneeded(server, keys)) {
      if (signal.aborted) return 'done'
      if (await removeOrphan(server, key)) removed++
    }
    if (removed > 0) log.info({ removed }, 'files to which nothing points were removed from the asset store')
    await sql`
      insert into settings (key, value) values (${cursor}, ${next ?? ''})
      on conflict (key) do update set value = excluded.value`
    if (next === null) restUntil = performance.now() + restMs
    return 'done'
  }
}

async function unneeded({ sql }: WithPictures, keys: AssetKey[]): Promise<AssetKey[]> {
  const named = keys.map((key) => ({ key, ...readAssetKey(key) }))
  const rows = await sql<{ workspace_id: number; sha256: string }[]>`
    select workspace_id, sha256 from assets
    where workspace_id = any(${[...new Set(named.map((one) => one.workspaceId))]})
      and sha256 = any(${[...new Set(named.map((one) => one.sha256))]})`
  const known = new Set(rows.map((row) => `${row.workspace_id}/${row.sha256}`))
  return named
    .filter((one) => isOldRendition(one.key) || !known.has(`${one.workspaceId}/${one.sha256}`))
    .map(({ key }) => key)
}

async function removeOrphan({ sql, store }: WithPictures, key: AssetKey): Promise<boolean> {
  const isOld = async () => ((await store.ageMs(key)) ?? 0) > minAgeMs
  // Most are young, on their way to their row: nobody is held up for those.
  if (!(await isOld())) return false
  if (isOldRendition(key)) {
    await store.delete(key)
    return true
  }
  const { workspaceId, sha256 } = readAssetKey(key)
  let removed = false
  await withoutRow(sql, workspaceId, sha256, async () => {
    if (!(await isOld())) return
    await store.delete(key)
    removed = true
  })
  return removed
}

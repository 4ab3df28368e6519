import { createHash, randomBytes } from 'node:crypto'
import type { Sql } from '../database/connect.ts'
import { type AssetStore, assetKey, StorageError } from './store.ts'

const setting = 'asset_store'
const workspacesSampled = 10
const picturesSampled = 10

export type JudgedStore =
  | { state: 'known' }
  /** Nobody's, or ours by an earlier version, and what the database knows is there: it may be marked with this id. */
  | { state: 'adoptable'; id: string }
  | { state: 'empty' | 'foreign'; detail: string }

/**
 * Whether the store is the one that the database knows. Each store has a mark (an object `owner` with a random id), written when
 * it is first used, and the database keeps the same id. A store without a mark is ours when pictures that the database knows are
 * there: at least half of a sample, so that one that lost some is still found, and an empty volume is not. Earlier
 * versions marked stores too, with a hash of the database's secret, and did not write down that they had.
 */
export async function judgeStore(sql: Sql, store: AssetStore): Promise<JudgedStore> {
  const mark = await store.owner()
  const known = await readSetting(sql, setting)
  if (mark !== null && mark === known) return { state: 'known' }
  if (mark !== null && known === null && mark === (await markOfEarlierVersions(sql)))
    return { state: 'adoptable', id: mark }
  if (mark !== null)
    return {
      state: 'foreign',
      detail:
        'The asset store belongs to the database of another Whisker, so nothing is read, written or removed there. Give each installation a bucket or folder of its own. If this is the right one and the other installation is gone for good, remove the file "owner" from the store.',
    }
  if (await holdsSample(sql, store)) return { state: 'adoptable', id: known ?? randomBytes(16).toString('hex') }
  return {
    state: 'empty',
    detail:
      'The asset store is not the one that the database knows: its mark and its pictures are not there. Is a volume not mounted, or is S3_BUCKET or the data directory another one? Nothing is lost and no task ends; the service goes on by itself once the store is back.',
  }
}

/** Marks the store, and writes the mark down. Servers that start at once agree: whose id comes first is everybody's. */
export async function adoptStore(sql: Sql, store: AssetStore, id: string): Promise<void> {
  await sql`insert into settings (key, value) values (${setting}, ${id}) on conflict do nothing`
  const agreed = (await readSetting(sql, setting)) ?? id
  const mark = await store.claim(agreed)
  if (mark !== agreed)
    throw new StorageError(
      'storage_unavailable',
      'Another installation has just begun to use the same asset store. Give each one its own.',
    )
}

async function markOfEarlierVersions(sql: Sql): Promise<string> {
  const secret = await readSetting(sql, 'secret')
  return createHash('sha256').update(`asset store of ${secret}`).digest('hex').slice(0, 32)
}

async function readSetting(sql: Sql, key: string): Promise<string | null> {
  const [row] = await sql<{ value: string }[]>`select value from settings where key = ${key}`
  return row?.value ?? null
}

async function holdsSample(sql: Sql, store: AssetStore): Promise<boolean> {
  // From a place by chance, and from the beginning where nothing lies behind it.
  const sample = (await readSample(sql, randomBytes(32).toString('hex'))) ?? (await readSample(sql, ''))
  if (!sample) return true
  const there = await Promise.all(sample.map((one) => store.exists(assetKey(one.workspace_id, one.sha256))))
  return there.filter(Boolean).length * 2 >= there.length
}

async function readSample(sql: Sql, from: string) {
  const rows = await sql<{ workspace_id: number; sha256: string }[]>`
    select a.workspace_id, a.sha256
    from (select id from workspaces order by random() limit ${workspacesSampled}) w
    cross join lateral (
      select workspace_id, sha256 from assets where workspace_id = w.id and sha256 >= ${from}
      order by sha256 limit ${picturesSampled}) a`
  return rows.length > 0 ? rows : null
}

import type { FastifyBaseLogger } from 'fastify'
import type { Sql } from '../database/connect.ts'
import { type AssetStore, StorageError } from './store.ts'
import { adoptStore, judgeStore } from './store-identity.ts'

/** The store is there and is not the one that the database knows. */
export class ForeignStore extends StorageError {
  constructor(message: string) {
    super('storage_unavailable', message)
  }
}

/** A store that is used only while it is the one that the database knows; `verify` rejects while it is not. */
export type KnownStore = AssetStore & { verify(): Promise<void> }

/** How long a look at the mark counts for what writes and removes. Who misses an object looks again at once. */
const freshMs = 5000
const quietMs = 60_000

/**
 * Keeps a server from working with another store than the one that the database knows: a volume that is not mounted, the bucket of
 * another installation, an empty folder. Nothing is written or removed there, and nothing that is missing there counts as
 * lost. It costs the way of a picture nothing: the mark is read once in five seconds, and when something is missing.
 */
export function createKnownStore(store: AssetStore, sql: Sql, log: FastifyBaseLogger): KnownStore {
  let verifiedAt = Number.NEGATIVE_INFINITY
  let toldAt = Number.NEGATIVE_INFINITY
  let looking: Promise<void> | undefined

  async function look(): Promise<void> {
    // At once, also when the look itself fails: what is written there now would make it look like ours.
    verifiedAt = Number.NEGATIVE_INFINITY
    const judged = await judgeStore(sql, store)
    if (judged.state === 'adoptable') await adoptStore(sql, store, judged.id)
    else if (judged.state !== 'known') {
      if (performance.now() - toldAt > quietMs) log.error(judged.detail)
      toldAt = performance.now()
      throw new ForeignStore(judged.detail)
    }
    verifiedAt = performance.now()
  }

  function verify(): Promise<void> {
    looking ??= look().finally(() => {
      looking = undefined
    })
    return looking
  }

  async function beSure(): Promise<void> {
    if (performance.now() - verifiedAt > freshMs) await verify()
  }

  async function unlessAbsent<T>(found: T | null | false): Promise<T | null | false> {
    if (found === null || found === false) await verify()
    return found
  }

  return {
    ...store,
    verify,
    put: async (key, bytes) => {
      await beSure()
      return store.put(key, bytes)
    },
    open: async (key) => (await unlessAbsent(await store.open(key))) || null,
    read: async (key) => (await unlessAbsent(await store.read(key))) || null,
    exists: async (key) => (await unlessAbsent(await store.exists(key))) === true,
    delete: async (key) => {
      await beSure()
      await store.delete(key)
    },
    list: async (after, limit) => {
      await beSure()
      return store.list(after, limit)
    },
    check: async () => {
      await verify()
      await store.check()
    },
  }
}

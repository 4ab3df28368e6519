import { createReadStream } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { openFolderStore } from '../assets/folder-store.ts'
import { openStore } from '../assets/open-store.ts'
import { type AssetKey, type AssetStore, assetKey, readAssetKey, readVerified } from '../assets/store.ts'
import { CannotRun } from '../beside.ts'
import type { Config } from '../config.ts'
import type { Description } from './description.ts'

const page = 500
const atOnce = 4
const maxNamed = 100

/** `lacking`: what the service had and is not here, or damaged, and why; the first hundred of `lacks`. */
export type Brought = { count: number; lacks: number; lacking: string[] }

/**
 * Copies the pictures of a backup into the store of the settings, each checked against its hash, and compares them with what
 * the backup knows: its list names every picture that the database had. Backups of earlier versions have no list; of those
 * at least the number is compared.
 */
export async function bringPictures(folder: string, description: Description, config: Config): Promise<Brought> {
  const from = await openFolderStore({ root: join(folder, 'assets'), threads: 0 })
  const to = await openStore(config)
  const brought: Brought = { count: 0, lacks: 0, lacking: [] }
  const lack = (what: string) => {
    brought.lacks++
    if (brought.lacking.length < maxNamed) brought.lacking.push(what)
  }
  const { list, count } = description.pictures
  try {
    await takeMark(from, to)
    for await (const keys of list === undefined ? pagesOf(from) : pagesOfList(join(folder, list))) {
      const queue = keys.values()
      await Promise.all(
        Array.from({ length: atOnce }, async () => {
          for (const key of queue) {
            const { workspaceId, sha256 } = readAssetKey(key)
            const original = await readVerified(from, key, sha256)
            if (!original.ok) lack(`${workspaceId}/${sha256}: ${original.detail}`)
            else {
              await to.put(key, original.bytes)
              brought.count++
            }
          }
        }),
      )
    }
  } finally {
    await Promise.all([from.close(), to.close()])
  }
  const unnamed = count - brought.count - brought.lacks
  if (unnamed > 0) {
    brought.lacks += unnamed
    brought.lacking.push(`${unnamed} more that this backup does not name: backup.json says ${count}`)
  }
  return brought
}

/** The database of the backup knows its store by this mark. */
async function takeMark(from: AssetStore, to: AssetStore): Promise<void> {
  const mark = await from.owner()
  if (mark !== null && (await to.claim(mark)) !== mark)
    throw new CannotRun(
      'The asset store of these settings belongs to another installation. Name a bucket or a data directory of its own; nothing was restored.',
    )
}

async function* pagesOf(store: AssetStore): AsyncGenerator<AssetKey[]> {
  for (let after: string | null = ''; after !== null; ) {
    const found: Awaited<ReturnType<AssetStore['list']>> = await store.list(after, page)
    // Copies for workers may lie there too; they are made again.
    yield found.keys.filter((key) => key.split('/')[1] === 'sha256')
    after = found.next
  }
}

async function* pagesOfList(path: string): AsyncGenerator<AssetKey[]> {
  let keys: AssetKey[] = []
  const input = createReadStream(path)
  const failed = new Promise<never>((_, reject) =>
    input.once('error', () =>
      reject(new CannotRun(`${path} cannot be read. Use another copy of the backup; nothing was restored.`)),
    ),
  )
  failed.catch(() => {})
  const lines = createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY })[Symbol.asyncIterator]()
  for (;;) {
    const next = await Promise.race([lines.next(), failed])
    if (next.done) break
    const [workspace = '', sha256 = ''] = next.value.split('/')
    keys.push(assetKey(Number(workspace), sha256))
    if (keys.length < page) continue
    yield keys
    keys = []
  }
  if (keys.length > 0) yield keys
}

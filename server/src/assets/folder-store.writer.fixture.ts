import { createHash, randomBytes } from 'node:crypto'
import { openFolderStore } from './folder-store.ts'
import { assetKey } from './store.ts'

/** A process that puts objects until it is killed, and writes the hash of each one that was acknowledged. */
const store = await openFolderStore({ root: process.argv[2]! })

async function write() {
  for (;;) {
    const bytes = randomBytes(60_000)
    const hash = createHash('sha256').update(bytes).digest('hex')
    await store.put(assetKey(1, hash), bytes)
    process.stdout.write(`${hash}\n`)
  }
}

await Promise.all(Array.from({ length: 8 }, write))

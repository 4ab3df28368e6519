import { existsSync } from 'node:fs'
import { rename } from 'node:fs/promises'
import { join } from 'node:path'
import { pause } from '../ask.ts'
import type { Stand } from '../stand/stand.ts'

const awayMs = 4000

export async function takeStoreAway({ dataDir, folder }: Stand): Promise<void> {
  const [store, away] = [join(dataDir, 'assets'), join(folder, 'away')]
  await rename(store, away)
  await pause(awayMs)
  // What was put into its place lies under the volume once that is mounted again: nobody sees it.
  if (existsSync(store)) await rename(store, join(folder, `under-${Date.now()}`))
  await rename(away, store)
}

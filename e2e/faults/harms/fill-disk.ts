import { open, rm, statfs } from 'node:fs/promises'
import { join } from 'node:path'
import { pause } from '../ask.ts'
import type { Stand } from '../stand/stand.ts'

const fullMs = 3000
const part = Buffer.alloc(2 ** 20)

/** Only on a stand with a small disk. What others free meanwhile is taken, too. */
export async function fillDisk({ folder }: Stand): Promise<void> {
  const { type, blocks, bsize } = await statfs(folder)
  if (blocks * bsize > 2 ** 31)
    throw new Error(`The disk of ${folder} (type ${type}) is not a small one: it stays as it is.`)
  const path = join(folder, 'filling')
  const file = await open(path, 'w')
  try {
    for (const end = performance.now() + fullMs; performance.now() < end; await pause(5)) await fill(file)
  } finally {
    await file.close()
    await rm(path)
  }
}

async function fill(file: Awaited<ReturnType<typeof open>>): Promise<void> {
  try {
    for (;;) await file.appendFile(part)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error
    // The last pages one by one.
    for (let bytes = 0; bytes >= 0; )
      bytes = await file.write(part, 0, 4096).then(
        () => 4096,
        () => -1,
      )
  }
}

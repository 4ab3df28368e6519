import { createHash } from 'node:crypto'
import { closeSync, fsyncSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs'
import { mkdir, open, readFile, rename } from 'node:fs/promises'
import { join } from 'node:path'

/** What the machine itself can do with the same files, a second: hashed and written with fsync, and appearing under their names. */
export async function measureFiles(
  files: string[],
  folder: string,
): Promise<{ eightAtOnce: number; oneByOne: number }> {
  await mkdir(folder, { recursive: true })
  return { eightAtOnce: await writeEightAtOnce(files, folder), oneByOne: writeOneByOne(files.slice(0, 300), folder) }
}

async function writeEightAtOnce(files: string[], folder: string): Promise<number> {
  let next = 0
  const begun = performance.now()
  await Promise.all(
    Array.from({ length: 8 }, async () => {
      for (let n = next++; n < files.length; n = next++) {
        const bytes = await readFile(files[n] as string)
        createHash('sha256').update(bytes).digest()
        const path = join(folder, String(n))
        const file = await open(`${path}.tmp`, 'w')
        await file.writeFile(bytes)
        await file.sync()
        await file.close()
        await rename(`${path}.tmp`, path)
      }
    }),
  )
  return files.length / ((performance.now() - begun) / 1000)
}

function writeOneByOne(files: string[], folder: string): number {
  const begun = performance.now()
  for (const [n, name] of files.entries()) {
    const bytes = readFileSync(name)
    const path = join(folder, `one-${n}`)
    const file = openSync(`${path}.tmp`, 'w')
    writeSync(file, bytes)
    fsyncSync(file)
    closeSync(file)
    renameSync(`${path}.tmp`, path)
  }
  return files.length / ((performance.now() - begun) / 1000)
}

import { createHash } from 'node:crypto'
import { closeSync, fsyncSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs'
import { mkdir, open, readFile, rename } from 'node:fs/promises'
import { join } from 'node:path'
import { report } from './figures.ts'

/** What the machine itself can do with the same files: the yardstick beside which the service's figures stand. */
export async function measureLimits(files: string[], folder: string): Promise<number> {
  await mkdir(folder, { recursive: true })
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
  const perSecond = files.length / ((performance.now() - begun) / 1000)
  report('machine: hash + fsynced write, 8 at once', `${Math.round(perSecond)} files/s`)

  const sample = files.slice(0, 300)
  const start = performance.now()
  for (const [n, name] of sample.entries()) {
    const bytes = readFileSync(name)
    const path = join(folder, `one-${n}`)
    const file = openSync(`${path}.tmp`, 'w')
    writeSync(file, bytes)
    fsyncSync(file)
    closeSync(file)
    renameSync(`${path}.tmp`, path)
  }
  report(
    'machine: fsynced write, one after the other',
    `${Math.round(sample.length / ((performance.now() - start) / 1000))} files/s`,
  )
  return perSecond
}

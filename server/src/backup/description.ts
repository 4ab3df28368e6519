import { readFile, rename } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { syncFolder, writeDurably } from '../assets/object-writer.ts'
import { CannotRun } from '../beside.ts'

const file = 'backup.json'

/** What a backup is: `backup.json` in its folder, written last, so that what it names is whole. */
export const Description = z.object({
  format: z.literal(1),
  whisker: z.string(),
  began_at: z.iso.datetime(),
  ended_at: z.iso.datetime(),
  database: z.object({ file: z.string().regex(/^database-[\w-]+\.tar$/), size_bytes: z.int(), sha256: z.string() }),
  pictures: z.object({
    count: z.int(),
    size_bytes: z.int(),
    /** Names every picture that the database knows; earlier versions wrote none. */
    list: z
      .string()
      .regex(/^pictures-[\w-]+\.txt$/)
      .optional(),
  }),
})
export type Description = z.output<typeof Description>

/** Null where there is none. @throws {CannotRun} for one that this program cannot read. */
export async function readDescription(folder: string): Promise<Description | null> {
  const text = await readFile(join(folder, file), 'utf8').catch((error) => {
    if (error.code === 'ENOENT') return null
    throw error
  })
  if (text === null) return null
  try {
    return Description.parse(JSON.parse(text))
  } catch {
    throw new CannotRun(
      `${join(folder, file)} is not the description of a backup that this version of Whisker can read. Use the version that made it.`,
    )
  }
}

export async function writeDescription(folder: string, description: Description): Promise<void> {
  const half = join(folder, `${file}-${process.pid}.part`)
  writeDurably(half, Buffer.from(`${JSON.stringify(description, null, 2)}\n`))
  await rename(half, join(folder, file))
  syncFolder(folder)
}

import { createReadStream } from 'node:fs'
import { pipeline } from 'node:stream/promises'
import type { TarHeader } from 'modern-tar'
import { unpackTar as unpackInto } from 'modern-tar/fs'

/** An archive that is not what PostgreSQL writes; the message is for the operator. */
export class BadArchive extends Error {}

/**
 * Unpacks an archive of PostgreSQL's: files and folders, nothing else. Nothing is synced: PostgreSQL does that before it
 * recovers.
 *
 * @throws {BadArchive}
 */
export async function unpackTar(path: string, folder: string): Promise<void> {
  await readTar(path, folder, () => true)
}

/**
 * Reads the archive to its end.
 *
 * @throws {BadArchive}
 */
export async function namesInTar(path: string): Promise<string[]> {
  const names: string[] = []
  await readTar(path, '.', ({ name }) => {
    names.push(name)
    return false
  })
  return names
}

async function readTar(path: string, folder: string, isWanted: (header: TarHeader) => boolean): Promise<void> {
  const filter = (header: TarHeader) => {
    expectOfPostgres(header)
    return isWanted(header)
  }
  try {
    await pipeline(
      createReadStream(path, { highWaterMark: 1_000_000 }),
      unpackInto(folder, { strict: true, dmode: 0o700, fmode: 0o600, filter }),
    )
  } catch (error) {
    // What the disk says (`ENOSPC`) has a code; what the reader says of the archive has none.
    if (error instanceof BadArchive || (error as NodeJS.ErrnoException).code) throw error
    throw new BadArchive(`The copy of the database is damaged: ${(error as Error).message}`)
  }
}

function expectOfPostgres({ name, type }: TarHeader): void {
  if (type === 'symlink')
    throw new BadArchive(
      `The database keeps ${name} in another place (a tablespace), which \`whisker backup\` cannot copy.`,
    )
  const isSafe = name !== '' && !name.startsWith('/') && !name.split(/[/\\]/).includes('..')
  if (!isSafe || (type !== 'file' && type !== 'directory'))
    throw new BadArchive(
      `The copy of the database has an entry that PostgreSQL does not make: ${JSON.stringify(name)}.`,
    )
}

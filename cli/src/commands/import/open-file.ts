import { openAsBlob } from 'node:fs'
import { stat } from 'node:fs/promises'
import { ImportFault } from '@whisker/api/imports/imported.ts'

/** Node 24 keeps the length of such a file in 32 bits: a larger one would be taken for a small one. */
const maxBytes = 2 ** 32 - 1

/** A file of this disk, of which is read what is asked for. @throws {ImportFault} when it is too large for that */
export async function openFile(path: string, name: string): Promise<Blob> {
  const { size } = await stat(path)
  if (size > maxBytes)
    throw new ImportFault(
      `${name} has ${Math.ceil(size / 1e6)} MB, too many for what it is. If it is a zip, unpack it.`,
    )
  return openAsBlob(path)
}

import { createHash } from 'node:crypto'
import { open } from 'node:fs/promises'
import { ImportFault } from '@whisker/api/imports/imported.ts'
import { maxImportBytes, type Read, readImport } from '@whisker/api/imports/readers.ts'
import { usageFailure } from '../../failure.ts'
import { fileFault } from '../upload/file-fault.ts'

/** Reads a file of another program whole. `hash`: by what it is known again. @throws {Failure} */
export async function readSource(file: string): Promise<{ read: Read; hash: string }> {
  const { handle, size } = await openFile(file)
  try {
    if (size > maxImportBytes)
      throw usageFailure(
        `${file} has ${Math.ceil(size / 1e6)} MB; a file of ${maxImportBytes / 1e6} MB is taken. Split it.`,
      )
    const bytes = await handle.readFile()
    return { read: await readImport(bytes), hash: createHash('sha256').update(bytes).digest('hex') }
  } catch (error) {
    if (error instanceof ImportFault) throw usageFailure(`${file}: ${error.message} Nothing was sent.`)
    throw error
  } finally {
    await handle.close()
  }
}

async function openFile(file: string) {
  try {
    const handle = await open(file)
    const stats = await handle.stat()
    if (stats.isFile()) return { handle, size: stats.size }
    await handle.close()
  } catch (error) {
    throw usageFailure(`${file} ${fileFault(error)}.`)
  }
  throw usageFailure(`${file} is no file. Name the file that the other program wrote.`)
}

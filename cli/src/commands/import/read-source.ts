import { createHash } from 'node:crypto'
import { open, stat } from 'node:fs/promises'
import { dirname } from 'node:path'
import { ImportFault } from '@whisker/api/imports/imported.ts'
import { maxImportBytes, type Read, readImport, readImportFolder } from '@whisker/api/imports/readers.ts'
import type { TableForm } from '@whisker/api/imports/tasks-table.ts'
import { usageFailure } from '../../failure.ts'
import { fileFault } from '../upload/file-fault.ts'
import { openFolder } from './open-folder.ts'

/** `hash`: by what it is known again. `pictures`: the folder of its pictures, where the person names none. */
export type SourceRead = { read: Read; hash: string; pictures: string }

/** Reads a file or folder of another program whole. @throws {Failure} */
export async function readSource(path: string, form: TableForm | null): Promise<SourceRead> {
  try {
    const stats = await stat(path)
    if (stats.isDirectory()) {
      const { folder, hash } = await openFolder(path)
      return { read: await readImportFolder(folder), hash: hash(), pictures: path }
    }
    if (!stats.isFile()) throw usageFailure(`${path} is neither file nor folder. Name what the other program wrote.`)
    return { ...(await readFileOf(path, form)), pictures: dirname(path) }
  } catch (error) {
    if (error instanceof ImportFault) throw usageFailure(`${path}: ${error.message} Nothing was sent.`)
    if (error instanceof Error && 'syscall' in error) throw usageFailure(`${path} ${fileFault(error)}.`)
    throw error
  }
}

async function readFileOf(file: string, form: TableForm | null): Promise<{ read: Read; hash: string }> {
  const handle = await open(file)
  try {
    const { size } = await handle.stat()
    if (size > maxImportBytes)
      throw usageFailure(
        `${file} has ${Math.ceil(size / 1e6)} MB; a file of ${maxImportBytes / 1e6} MB is taken. Split it.`,
      )
    const bytes = await handle.readFile()
    return { read: await readImport(bytes, form), hash: createHash('sha256').update(bytes).digest('hex') }
  } finally {
    await handle.close()
  }
}

import { stat } from 'node:fs/promises'
import { basename, dirname } from 'node:path'
import { hasTakenEnding } from '@whisker/api/formats.ts'
import type { PicturePlace } from '@whisker/api/imports/find-pictures.ts'
import { type GivenFiles, unpacked } from '@whisker/api/imports/given-files.ts'
import { ImportFault } from '@whisker/api/imports/imported.ts'
import { placeOfFiles } from '@whisker/api/imports/place-of-files.ts'
import type { Reading } from '@whisker/api/imports/readers.ts'
import { findAndRead, type SourceRead as Given, readSource as readGiven } from '@whisker/api/imports/source.ts'
import { usageFailure } from '../../failure.ts'
import { fileFault } from '../upload/file-fault.ts'
import { openFile } from './open-file.ts'
import { openFolder } from './open-folder.ts'
import { placeOfFolder } from './place-of-folder.ts'
import { sizeOf } from './size-of.ts'

/** `place`: of its pictures, where the person names none. `isSet`: they lie among the labels, as those of a data set do. */
type SourceRead = Pick<Given, 'read' | 'hash'> & { place: () => Promise<PicturePlace>; isSet: boolean }

/** Reads a file, folder or archive of another program. @throws {Failure} */
export async function readSource(path: string, reading: Reading): Promise<SourceRead> {
  try {
    const stats = await stat(path)
    const how = { reading, sizeOf }
    if (stats.isDirectory()) {
      const { read, hash } = await readGiven(await openFolder(path), null, how)
      return { read, hash, place: () => placeOfFolder(path, false), isSet: true }
    }
    if (!stats.isFile()) throw usageFailure(`${path} is neither file nor folder. Name what the other program wrote.`)
    const file = await openFile(path, basename(path))
    const alone: GivenFiles = { paths: [basename(path)], open: async () => file, notes: [] }
    const given = await unpacked(alone)
    if (given !== alone) {
      const { read, hash, document } = await findAndRead(given, how)
      // Some programs pack nothing but the labels.
      const hasPictures = given.paths.some(hasTakenEnding)
      const place = hasPictures
        ? async () => placeOfFiles(given, document ?? '')
        : () => placeOfFolder(dirname(path), false)
      return { read, hash, place, isSet: document === null }
    }
    const { read, hash } = await readGiven(alone, basename(path), how)
    return { read, hash, place: () => placeOfFolder(dirname(path), false), isSet: false }
  } catch (error) {
    if (error instanceof ImportFault) throw usageFailure(`${path}: ${error.message} Nothing was sent.`)
    if (error instanceof Error && 'syscall' in error) throw usageFailure(`${path} ${fileFault(error)}.`)
    throw error
  }
}

import { sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex } from '@noble/hashes/utils.js'
import { hasTakenEnding } from '../formats.ts'
import { baseName } from './folder.ts'
import { folderOf, type GivenFiles } from './given-files.ts'
import { ImportFault } from './imported.ts'
import { folderTitles, maxImportBytes, type Read, type Reading, readImport, readImportFolder } from './readers.ts'

/** What was read of files. `hash`: by what it is known again. `document`: the file with the labels; null: the folder as a whole. */
export type SourceRead = { read: Read; hash: string; document: string | null }

type SizeOf = (file: Blob) => Promise<{ width: number; height: number } | null>

/**
 * What of the files has the labels, the likeliest first: one file, or null for the folder as a whole. A list of classes makes it a
 * data set whatever else lies there; XML files do so only where there is no document.
 */
export function documentsOf(paths: readonly string[]): (string | null)[] {
  const isNote = (path: string) =>
    /^(readme|licen[cs]e|notes\.json|croissant\.json|package\.json)/i.test(baseName(path))
  const others = paths.filter((path) => !hasTakenEnding(path) && !isNote(path))
  const documents = others.filter((path) => /\.(json|jsonl|ndjson|manifest|csv|tsv|xlsx|parquet)$/i.test(path))
  const xml = others.filter((path) => /\.xml$/i.test(path))
  const folders = folderTitles(paths)
  if (xml.length === 1) documents.push(xml[0]!)
  if (folders.length === 0) return documents.length > 0 ? byDepth(documents) : byDepth(others.slice(0, 1))
  const isSet = folders.length > 1 || xml.length === 0
  return isSet ? [null, ...byDepth(documents)] : [...byDepth(documents), null]
}

function byDepth(paths: readonly string[]): string[] {
  return paths.toSorted((a, b) => a.split('/').length - b.split('/').length)
}

export type SourceReading = { reading: Reading; sizeOf: SizeOf }

/** Reads what has the labels: the likeliest that can be read. @throws {ImportFault} */
export async function findAndRead(files: GivenFiles, how: SourceReading): Promise<SourceRead> {
  let first: ImportFault | null = null
  for (const document of documentsOf(files.paths)) {
    try {
      return await readSource(files, document, how)
    } catch (error) {
      if (!(error instanceof ImportFault)) throw error
      first ??= error
    }
  }
  throw (
    first ??
    new ImportFault(
      'Among the files is none that says something of pictures or texts. Choose what the other program exported.',
    )
  )
}

/** Reads what somebody says has the labels. @throws {ImportFault} */
export async function readSource(
  files: GivenFiles,
  document: string | null,
  { reading, sizeOf }: SourceReading,
): Promise<SourceRead> {
  const hash = sha256.create()
  if (document === null) {
    const read = await readImportFolder(folderOf(files, { hash, sizeOf }), reading)
    return { read: { ...read, notes: [...files.notes, ...read.notes] }, hash: bytesToHex(hash.digest()), document }
  }
  const file = await files.open(document)
  const bytes = await bytesOf(file, document)
  const read = await readImport(bytes, reading)
  hash.update(bytes)
  return { read: { ...read, notes: [...files.notes, ...read.notes] }, hash: bytesToHex(hash.digest()), document }
}

async function bytesOf(file: Blob, name: string): Promise<Uint8Array> {
  if (file.size > maxImportBytes)
    throw new ImportFault(
      `${name} has ${Math.ceil(file.size / 1e6)} MB; a file of ${maxImportBytes / 1e6} MB is taken. Split it.`,
    )
  return new Uint8Array(await file.arrayBuffer())
}

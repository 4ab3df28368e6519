import { coco } from './coco.ts'
import { type Imported, ImportFault, type ImportReader } from './imported.ts'
import { labelStudio } from './label-studio.ts'

/** Whoever adds a format adds its reader here. */
const readers: readonly ImportReader[] = [coco, labelStudio]

/** A whole document is read at once, and becomes several times as large. */
export const maxImportBytes = 100_000_000

/** Finds out what a file is, and reads it. @throws {ImportFault} */
export function readImport(bytes: Uint8Array): Imported & { title: string } {
  const value = parse(bytes)
  const reader = readers.find((one) => one.detect(value))
  if (!reader)
    throw new ImportFault(`The file is none of these: ${readers.map(({ title }) => title).join(', ')} (JSON).`)
  const imported = reader.read(value)
  if (imported.tasks.length === 0) throw new ImportFault('The file has no pictures in it.')
  return { title: reader.title, ...imported }
}

function parse(bytes: Uint8Array): unknown {
  let text: string
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    throw new ImportFault('The file is not UTF-8. Save it as UTF-8, or unpack it first.')
  }
  try {
    return JSON.parse(text)
  } catch {
    throw new ImportFault('The file is no JSON document, or it was cut off.')
  }
}

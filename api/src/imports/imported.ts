import type { MediumName } from '../media/media.ts'

// No Node here: what reads a file reads it for the command line and for a page alike.

export type Size = { width: number; height: number }

/** A task as a file of another program says it. */
export type ImportedTask = {
  /** Where in the file, from 1, as a person would count. */
  row: number
  /** What a person calls it; null: nothing but its row. */
  name: string | null
  /**
   * Values of the input fields. Of a picture its path or address, as the file says it: nobody has looked whether it stays in its
   * folder.
   */
  item: Record<string, string>
  /** How large the file says that the picture is: places in it were counted so. */
  size: Size | null
  /** The size is that of the picture as it is stored, and places are of it as it stands upright. */
  isSizeStored?: boolean
  /** What was answered before, by output field; null: nothing. */
  answer: Record<string, unknown> | null
  /** Why the row cannot be taken, as a sentence. */
  fault: string | null
  /** The sender's own id of it. */
  external_id?: string
  /** What comes back with the result, and workers do not see. */
  metadata?: Record<string, string | number>
}

/** An input field that the file has values of. */
export type ImportedInput = { name: string; type: MediumName; required?: boolean; label?: string }

/** An output field that the file asks for. */
export type ImportedField = {
  type: string
  name: string
  label?: string
  options?: { value: string }[]
  required?: boolean
  overlapping?: boolean
  attributes?: ImportedField[]
}

/** All of a file. `notes`: what in it was not taken, as sentences. */
export type Imported = { inputs: ImportedInput[]; fields: ImportedField[]; tasks: ImportedTask[]; notes: string[] }

/** A format that tasks come from: of JSON documents, lines of JSON, XML, tables or folders. */
export type ImportReader<Source> = {
  title: string
  detect(source: Source): boolean
  /** @throws {ImportFault} when nothing of the file can be taken */
  read(source: Source): Imported | Promise<Imported>
}

/** Why a file is not taken at all, as a sentence for who sent it. */
export class ImportFault extends Error {}

// No Node here: what reads a file reads it for the command line and for a page alike.

type Size = { width: number; height: number }

/** A task as a file of another program says it. */
export type ImportedTask = {
  /** Where in the file, from 1, as a person would count. */
  row: number
  /** Path of the picture, as the file says it: nobody has looked whether it stays in its folder. */
  picture: string
  /** How large the file says that the picture is: places in it were counted so. */
  size: Size | null
  /** What was answered before, by output field; null: nothing. */
  answer: Record<string, unknown> | null
  /** Why the row cannot be taken, as a sentence. */
  fault: string | null
}

/** An output field that the file asks for. */
export type ImportedField = { type: string; name: string; options?: { value: string }[] }

/** All of a file. `notes`: what in it was not taken, as sentences. */
export type Imported = { fields: ImportedField[]; tasks: ImportedTask[]; notes: string[] }

/** A format of files that tasks come from. */
export type ImportReader = {
  title: string
  detect(value: unknown): boolean
  /** @throws {ImportFault} when nothing of the file can be taken */
  read(value: unknown): Imported
}

/** Why a file is not taken at all, as a sentence for who sent it. */
export class ImportFault extends Error {}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** The numbers of these keys; null when one is none. */
export function numbersOf(value: Record<string, unknown>, keys: readonly string[]): number[] | null {
  const numbers = keys.map((key) => value[key])
  return numbers.every((one): one is number => typeof one === 'number' && Number.isFinite(one)) ? numbers : null
}

export function sizeOf(width: unknown, height: unknown): Size | null {
  const isLength = (value: unknown): value is number => typeof value === 'number' && value > 0 && Number.isFinite(value)
  return isLength(width) && isLength(height) ? { width, height } : null
}

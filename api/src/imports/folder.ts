import { hasTakenEnding } from '../formats.ts'

/** A folder that tasks come from, on a disk or in a browser. */
export type ImportFolder = {
  /** Of its files, below it, with `/` between, in the order of names. */
  paths: readonly string[]
  /** @throws {ImportFault} for a file that is no text, or too large to be one of these */
  readText(path: string): Promise<string>
  /** Of a picture when it stands upright; null: it cannot be read. */
  sizeOf(path: string): Promise<{ width: number; height: number } | null>
}

export function picturesOf({ paths }: ImportFolder): string[] {
  return paths.filter(hasTakenEnding)
}

export function baseName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1)
}

/** The path without the ending. */
export function stemOf(path: string): string {
  return path.replace(/\.[^./]*$/, '')
}

import { ImportFault } from './imported.ts'

const maxRows = 1_000_000
// An empty cell takes one character of a file, and eight bytes here.
const maxCells = 20_000_000
// An empty object takes two characters of a file, and 56 bytes here.
const maxContainers = 10_000_000

/** A file of a few bytes a row is small, and what is made of it is not. @throws {ImportFault} */
export function refuseTooManyRows(count: number): void {
  if (count > maxRows) throw new ImportFault(`It has more than ${maxRows} rows. Split it.`)
}

/** @throws {ImportFault} */
export function refuseTooManyCells(count: number): void {
  if (count > maxCells) throw new ImportFault(`The table has more than ${maxCells / 1e6} million cells. Split it.`)
}

/** Looks at JSON before it is parsed: at its brackets alone, for most of what it says cannot become larger. @throws {ImportFault} */
export function refuseTooManyContainers(bytes: Uint8Array): void {
  let count = 0
  for (let at = 0; at < bytes.length; at++) if (bytes[at] === 0x7b || bytes[at] === 0x5b) count++
  if (count > maxContainers)
    throw new ImportFault(`It has more than ${maxContainers / 1e6} million objects and lists. Split it.`)
}

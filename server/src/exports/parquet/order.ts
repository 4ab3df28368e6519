import type { DatasetOptions } from '../dataset-options.ts'
import type { VersionSpec } from '../export.ts'
import { fileInputs } from './pictures.ts'
import type { ResultsOrder } from './results.ts'
import type { Carried } from './table.ts'

/**
 * Whether rows alone are asked for, of now: they are packed while the database gives them out, into a file that is sent when it is
 * complete: reading and packing keep two cores busy, one after the other they would keep one.
 */
export function isPackedAtOnce(specs: readonly VersionSpec[], options: DatasetOptions): boolean {
  return options.format === 'parquet' && isPlain(specs, options)
}

/** Rows go to the packer as they are. */
export const isPlain = (specs: readonly VersionSpec[], { withPictures, split }: DatasetOptions) =>
  split === undefined && (!withPictures || fileInputs(specs).length === 0)
export const plain = (line: string): Carried => ({ line, split: '', pictures: [] })

export function orderOf(specs: VersionSpec[], title: string, options: DatasetOptions): ResultsOrder {
  const { withPictures, upright, split } = options
  return { of: 'results', title, specs, withPictures, upright, isSplit: split !== undefined }
}

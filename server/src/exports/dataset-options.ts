import type { DatasetFormatName } from '@whisker/api/export-formats.ts'
import type { Splitting } from './splits.ts'

export type DatasetOptions = Splitting & {
  format: DatasetFormatName
  likely: boolean
  withPictures: boolean
  upright: boolean
  /** Its number, where it is of a release and not of now. */
  release?: number | undefined
}

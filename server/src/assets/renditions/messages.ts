import type { MadeRendition } from './make-rendition.ts'

/** A picture: its bytes, or the file that holds them (then they need not travel between processes). */
export type PictureSource = Buffer | { path: string }

/** What the child is asked: the worker's copy of a picture, or, with a width, a smaller one of such a copy. */
export type PictureOrder = {
  source: PictureSource
  width?: number | undefined
  maxPixels: number
  strict?: boolean | undefined
  /** No copy for workers: the picture in its full size, upright. */
  whole?: boolean | undefined
}

/**
 * What the child says. `undecodable` is about the picture; `failed` about everything else, such as a file that is not
 * there.
 */
export type ChildMessage =
  | { kind: 'ready' }
  | ({ kind: 'made' } & MadeRendition)
  | { kind: 'undecodable'; reason: string }
  | { kind: 'failed'; reason: string }

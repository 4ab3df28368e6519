import type { VersionSpec } from '../export.ts'
import type { Sample } from '../samples.ts'
import type { Entry } from '../zip.ts'
import type { Classes } from './classes.ts'

/** What a format writes from. */
export type Dataset = {
  title: string
  specs: readonly VersionSpec[]
  classes: Classes
  /** One without a name where it is not parted. */
  splits: readonly string[]
  upright: boolean
  /** All pictures, the same ones each time. */
  samples(): AsyncGenerator<Sample>
  /** The bytes of a picture under this path; nothing where they are not wanted, or not there. */
  picture(sample: Sample, path: string): AsyncGenerator<Entry>
}

/** A way in which programs that train read pictures and what is known of them. */
export type DatasetFormat = {
  /** Why a form cannot be written so, and what to take instead; null where it can. */
  lacks(form: VersionSpec): string | null
  entries(dataset: Dataset): AsyncGenerator<Entry>
  /** What its README says of it: where things are, and what a reader is to know. */
  about(dataset: Dataset): string
}

/** `train/images/a.jpg`; without a split `images/a.jpg`. */
export function inSplit(split: string, path: string): string {
  return split === '' ? path : `${split}/${path}`
}

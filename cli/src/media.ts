import type { MediumName } from '@whisker/api/media/media.ts'

/** What the commands know of a medium, whose flag of `projects create` is called as the medium is. */
type Medium = {
  /** What it is, for `--help`. */
  help: string
  /** Whether `upload` makes a task of a file. */
  isUploaded: boolean
}

/** In the order of `--help`. A medium that is missing does not compile. */
export const media: Record<MediumName, Medium> = {
  image: { help: 'a picture', isUploaded: true },
  text: { help: 'a text', isUploaded: false },
}

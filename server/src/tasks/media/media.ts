import type { MediumName } from '@whisker/api/media/media.ts'
import { image } from './image.ts'
import type { Medium } from './medium.ts'
import { text } from './text.ts'

/** Whoever adds a medium says here how it comes in and is shown. */
const media: Record<MediumName, Medium> = { image, text }

export function mediumOf({ type }: { type: MediumName }): Medium {
  return media[type]
}

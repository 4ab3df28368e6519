import type { MediumName } from '@whisker/api/media/media.ts'
import { image } from './image.tsx'
import type { RequesterMedium } from './medium.ts'
import { text } from './text.tsx'

/**
 * Every medium, in the order in which they are offered, and in which a value is asked for its own. One that is missing does not
 * compile.
 */
export const media: Record<MediumName, RequesterMedium> = { image, text }

/** What a field that is added begins as. */
export const firstMedium: MediumName = 'image'

/** The medium of a value of a task. */
export function mediumOf(value: string): RequesterMedium {
  return Object.values(media).find(({ holds }) => holds(value))!
}

/** The values that are seen at a glance. */
export function glimpsesOf(item: Readonly<Record<string, string>> = {}) {
  return Object.values(item).flatMap((value) => {
    const { Glimpse } = mediumOf(value)
    return Glimpse ? [{ value, Glimpse }] : []
  })
}

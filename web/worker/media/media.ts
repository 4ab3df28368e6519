import type { MediumName } from '@whisker/api/media/media.ts'
import type { ShownValue } from '@whisker/api/media/shown.ts'
import { image } from './image.tsx'
import type { ShownOf, WorkerMedium } from './medium.ts'
import { text } from './text.tsx'

type WorkerMedia = { [M in MediumName]: WorkerMedium<ShownOf<M>> }

/** Every medium, as the worker's page knows it, in the order in which an item shows them. One that is missing does not compile. */
export const media: WorkerMedia = { image, text }

/** What the page knows of the medium of this value. */
export function mediumOf<V extends ShownValue>(value: V): WorkerMedium<V> {
  // Each stands under its own name: the two belong together, which types cannot follow.
  return media[value.type] as unknown as WorkerMedium<V>
}

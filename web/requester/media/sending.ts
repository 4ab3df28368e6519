import type { MediumName } from '@whisker/api/media/media.ts'
import { imageSending } from './image-sending.ts'
import type { MediumSending } from './medium.ts'
import { textSending } from './text-sending.ts'

/** How values of every medium are sent. One that is missing does not compile. */
export const sending: Record<MediumName, MediumSending> = { image: imageSending, text: textSending }

/** @jsxImportSource preact */

import type { ShownOf, WorkerMedium } from './medium.ts'
import { PictureFrame } from './picture.tsx'

/** Pictures side by side. */
export const image: WorkerMedium<ShownOf<'image'>> = {
  Group: ({ count, children }) => (
    <div class="pictures" style={{ '--columns': Math.min(count, 3) }}>
      {children}
    </div>
  ),
  Value: PictureFrame,
  Past: ({ value, number, t }) => (
    <img
      src={value.url}
      alt={t('pictureNumber', { number })}
      width={value.width}
      height={value.height}
      loading="lazy"
    />
  ),
  pictures: ({ url }) => [url],
}

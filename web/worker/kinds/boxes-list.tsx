/** @jsxImportSource preact */

import type { Box } from '@whisker/api/kinds/schema/boxes.ts'
import type { Listed } from './listed.ts'
import { PixelFields } from './pixel-fields.tsx'

const places = { x: 'fromLeft', y: 'fromTop', width: 'width', height: 'height' } as const

export const listedBox: Listed<Box> = {
  kind: 'boxes',
  /** In the middle, a quarter as wide and high. */
  fresh({ width, height }) {
    const [w, h] = [Math.max(1, Math.round(width / 4)), Math.max(1, Math.round(height / 4))]
    return { x: Math.floor((width - w) / 2), y: Math.floor((height - h) / 2), width: w, height: h }
  },
  Place: (props) => <PixelFields {...props} places={places} />,
}

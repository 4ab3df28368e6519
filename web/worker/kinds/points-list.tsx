/** @jsxImportSource preact */

import type { Point } from '@whisker/api/kinds/schema/points.ts'
import type { Listed } from './listed.ts'
import { PixelFields } from './pixel-fields.tsx'

export const listedPoint: Listed<Point> = {
  kind: 'points',
  fresh: ({ width, height }) => ({ x: Math.floor(width / 2), y: Math.floor(height / 2) }),
  Place: (props) => <PixelFields {...props} places={{ x: 'fromLeft', y: 'fromTop' }} />,
}

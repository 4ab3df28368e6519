import { boxes } from './boxes.ts'
import { points } from './points.ts'
import { polygons } from './polygons.ts'

/** Every kind of shape that can be drawn. */
export const shapeKinds = { boxes, points, polygons }

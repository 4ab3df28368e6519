import { boxes } from './boxes.ts'

/** Every kind of shape that can be drawn. */
export const shapeKinds = { boxes }

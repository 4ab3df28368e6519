import { part } from '../part.ts'

/** Loaded where a form has a field that is drawn. */
export const loadCanvas = part(() => import('./canvas-view.tsx'))

import type { Action } from '../keys/keymap.ts'
import type { Viewer } from '../pictures/viewer.ts'

const zoomStep = 1.5
const lightStep = 0.15

/** What keys and buttons do to a picture. */
export const pictureActions: Partial<Record<Action, (viewer: Viewer) => void>> = {
  zoomIn: (viewer) => viewer.zoom(zoomStep),
  zoomOut: (viewer) => viewer.zoom(1 / zoomStep),
  fit: (viewer) => viewer.fit(),
  rotate: (viewer) => viewer.rotate(),
  brighter: (viewer) => viewer.light(lightStep),
  darker: (viewer) => viewer.light(-lightStep),
}

import type { WithProvider } from '../accounts/has.ts'
import type { IntakePace } from './intake-pace.ts'
import type { KnownStore } from './known-store.ts'
import type { PictureFaults } from './picture-faults.ts'
import type { RenditionPool } from './renditions/pool.ts'

export type WithPictures = WithProvider & {
  store: KnownStore
  renditions: RenditionPool
  pictureFaults: PictureFaults
  /** How fast pictures come in on this server. */
  intakePace: IntakePace
}

import type { WithProvider } from '../accounts/has.ts'
import type { Pace } from '../jobs/pace.ts'
import type { KnownStore } from './known-store.ts'
import type { PictureFaults } from './picture-faults.ts'
import type { RenditionPool } from './renditions/pool.ts'

export type WithPictures = WithProvider & {
  store: KnownStore
  renditions: RenditionPool
  pictureFaults: PictureFaults
  /**
   * Busy while pictures come in faster than anybody sends them by hand. Making the workers' copies takes a core, which intake needs
   * then: with one client a `POST /tasks` of a picture of 60 KB cost 12.3 ms of processor in all, and costs 5.3 ms while they wait.
   */
  intakePace: Pace
}

import { keepTally } from '../storage/device.ts'
import type { Desk } from './desk.ts'

/** Keeps the tally as it grows. */
export function watchTally({ store }: Desk): void {
  store.subscribe((now, before) => {
    if (now.tally !== before.tally && now.tally.personId !== '') keepTally(now.tally)
  })
}

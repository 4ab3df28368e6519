import { createFairQueue } from './fair-queue.ts'

/** One lane has half of the room, so that a workspace whose hosts all hang for a minute leaves the other half. */
export const places = createFairQueue({ room: 32, perLane: 16, maxWaitingPerLane: 256 })
/**
 * Bytes of bodies that are being read. Without it 32 pictures of 20 MB took the process to 1.27 GB (measured), with it to
 * 0.8 GB. A body holds what its Content-Length says, or `maxBytes` where it does not say. Only those with a place wait
 * here, 16 of a lane at most, so nobody is turned away.
 */
export const bodies = createFairQueue({ room: 256 * 1024 * 1024, perLane: 128 * 1024 * 1024, maxWaitingPerLane: 256 })

import { type Loop, startLoop } from '../jobs/loop.ts'
import type { WithTasks } from '../tasks/has.ts'
import { type Keyring, openKeyring } from './keyring.ts'
import { claimBucket } from './lease.ts'
import { goOn } from './pass.ts'

const everyMs = 5000
/** Buckets that one server is at, and how many of them may be one workspace's. */
const bucketsAtOnce = 4
const bucketsOfWorkspace = 2

/** Follows buckets. A round only begins slices (pass.ts), so that a store that is slow keeps no other waiting. */
export function startBucketLoop(server: WithTasks): Loop {
  const stop = new AbortController()
  const underWay = new Map<Promise<void>, number>()
  let keyring: Keyring | undefined

  const busy = () => {
    const all = [...underWay.values()]
    return all.filter((workspace) => all.filter((other) => other === workspace).length >= bucketsOfWorkspace)
  }
  const loop = startLoop('buckets', everyMs, server.log, async () => {
    while (underWay.size < bucketsAtOnce && !stop.signal.aborted) {
      keyring ??= await openKeyring(server.config)
      const bucket = await claimBucket(server.sql, { keys: keyring.names, busy: busy() })
      if (!bucket) break
      const going = goOn(server, keyring, bucket, stop.signal)
        .catch((error: unknown) => {
          // The lease runs out by itself, and the pass goes on then.
          server.log.error(
            { err: error, project_id: bucket.project_id },
            'a bucket could not be followed; it is tried again',
          )
        })
        .finally(() => {
          underWay.delete(going)
          loop.wake()
        })
      underWay.set(going, bucket.workspace_id)
    }
    return 'done'
  })
  return {
    wake: loop.wake,
    stop: async () => {
      stop.abort()
      await loop.stop()
      await Promise.all(underWay.keys())
    },
  }
}

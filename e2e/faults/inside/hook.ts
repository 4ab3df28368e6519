import { writeFileSync } from 'node:fs'
import { registerHooks } from 'node:module'
import { join } from 'node:path'
import { isMainThread } from 'node:worker_threads'
import type { Edit } from './edits.ts'
import { type Riders, ways } from './riders.ts'

/** Loaded into a server before itself (edits.ts): changes its source as it is read, and counts who rode together. */
const { folder, edits } = JSON.parse(process.env.WHISKER_INSIDE as string) as { folder: string; edits: Edit[] }

/** The one place where all that is joined is put together. */
const counting: Edit = {
  file: 'server/src/assignments/together.ts',
  from: '  byServer.set(crowds, made)\n',
  to: '  globalThis.whiskerCountRiders(made)\n  byServer.set(crowds, made)\n',
}

registerHooks({
  load(url, context, nextLoad) {
    const loaded = nextLoad(url, context)
    const ofThis = [counting, ...edits].filter(({ file }) => url.endsWith(file))
    if (ofThis.length === 0) return loaded
    let source = String(loaded.source)
    for (const { file, from, to } of ofThis) {
      if (!source.includes(from)) throw new Error(`"${from}" does not stand in ${file} any more.`)
      source = source.replaceAll(from, () => to)
    }
    return { ...loaded, source }
  },
})

type Joined = Record<string, (wish: unknown) => Promise<unknown>>

const counts: Riders = {
  take: { together: 0, alone: 0 },
  count: { together: 0, alone: 0 },
  end: { together: 0, alone: 0 },
}

// Null is "not by me": the general statement answers it.
Object.assign(globalThis, {
  whiskerCountRiders: (made: Joined) => {
    for (const way of ways) {
      const ride = made[way] as Joined[string]
      made[way] = async (wish) => {
        const outcome = await ride(wish)
        counts[way][outcome === null ? 'alone' : 'together']++
        return outcome
      }
    }
  },
})

// A server that is killed has told of all but the last moment.
if (isMainThread)
  setInterval(() => {
    if (ways.some((way) => counts[way].together + counts[way].alone > 0))
      writeFileSync(join(folder, `${process.pid}.json`), JSON.stringify(counts))
  }, 200).unref()

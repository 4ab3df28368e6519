import { pause } from '../ask.ts'
import type { Stand } from '../stand/stand.ts'
import { fillDisk } from './fill-disk.ts'
import { killBackend, terminateBackend } from './harm-backend.ts'
import { killPostgres, silencePostgres } from './harm-postgres.ts'
import { takeStoreAway } from './take-store-away.ts'

/** What is done to a stand while clients work on it, and undone: afterwards everything has to come back by itself. */
export type Harm = (stand: Stand, random: () => number) => Promise<void>

export const harms = {
  /** `kill -9` of one server, which is started again. */
  server: async (stand, random) => {
    const n = Math.floor(random() * stand.services.length)
    await stand.killServer(n)
    if (stand.services.length > 1) await pause(500)
    await stand.startServer(n)
  },
  postgres: killPostgres,
  /** One connection is ended politely, then one by `kill -9`, upon which PostgreSQL ends all others and recovers. */
  terminate: terminateBackend,
  backend: killBackend,
  /** Every process of the database stops, and goes on. */
  silence: silencePostgres,
  /** The folder of the pictures is somewhere else for a while, as when a volume is not mounted. */
  store: takeStoreAway,
  /** No byte is free on the disk of the database and the pictures. */
  disk: fillDisk,
} satisfies Record<string, Harm>

export type HarmName = keyof typeof harms

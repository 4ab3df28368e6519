import type { HarmName } from './harms/harms.ts'
import type { Plan } from './rounds.ts'

type Planned = Pick<Plan, 'harms' | 'projects' | 'servers' | 'outside' | 'smallDisk'>

const times = (count: number, ...harms: HarmName[]) => Array.from({ length: count }, () => harms).flat()
const all = ['steady', 'moving', 'pictures', 'single', 'gold'] as const

/** Everything that `npm run faults` does, each on a stand of its own. */
export const plans = {
  /** `kill -9` of the server, in the middle of all that clients do. */
  server: { harms: times(50, 'server'), projects: [...all] },
  /** `kill -9` of PostgreSQL. */
  postgres: { harms: times(20, 'postgres'), projects: [...all] },
  /** Single connections that end, politely and not: then PostgreSQL recovers by itself. */
  backend: { harms: times(6, 'terminate', 'backend'), projects: [...all] },
  silence: { harms: times(3, 'silence'), projects: [...all] },
  store: { harms: times(5, 'store'), projects: ['pictures', 'steady'] },
  /** A disk of its own for the data directory, database and pictures alike, so as root only. */
  disk: { harms: times(5, 'disk'), projects: [...all], smallDisk: true },
  /** Two servers on a PostgreSQL of one's own with its defaults; either dies, and what they work on. */
  two: {
    harms: times(4, 'server', 'server', 'server', 'postgres', 'backend'),
    projects: [...all],
    servers: 2,
    outside: true,
  },
} satisfies Record<string, Planned>

export type PlanName = keyof typeof plans
export const planNames = Object.keys(plans) as PlanName[]

/** PostgreSQL that acknowledges before it has written: the checker must see what is lost. */
export const control = { harms: times(1, 'postgres'), projects: ['steady'], careless: true } satisfies Partial<Plan>

/** Nothing is harmed: two servers, and people on the same tasks, are enough to pass where a guard stood. */
export const unguarded = {
  harms: [],
  projects: ['steady', 'moving', 'single', 'gold'],
  servers: 2,
  outside: true,
  roundMs: 40_000,
} satisfies Partial<Plan>

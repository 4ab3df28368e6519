import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

export const ways = ['take', 'count', 'end'] as const

/** Of takes, answers, and skips with what is given back: how many shared a statement, and how many the general one answered. */
export type Riders = Record<(typeof ways)[number], { together: number; alone: number }>

/** Of all servers that ran, as far as they have told. */
export function readRiders(folder: string): Riders {
  const sum: Riders = {
    take: { together: 0, alone: 0 },
    count: { together: 0, alone: 0 },
    end: { together: 0, alone: 0 },
  }
  for (const name of readdirSync(folder).filter((one) => one.endsWith('.json'))) {
    const counts = read(join(folder, name))
    for (const way of ways) for (const how of ['together', 'alone'] as const) sum[way][how] += counts?.[way][how] ?? 0
  }
  return sum
}

/** Null: its server was killed while it wrote. */
function read(path: string): Riders | null {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as Riders
  } catch {
    return null
  }
}

export const ridersSentence = ({ take, count, end }: Riders): string =>
  `together (alone): ${take.together} (${take.alone}) takes, ${count.together} (${count.alone}) answers, ${end.together} (${end.alone}) skips and returns`

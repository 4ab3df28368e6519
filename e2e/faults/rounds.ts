import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import type postgres from 'postgres'
import { pause } from './ask.ts'
import { checkHistory } from './check.ts'
import { catchUp, follow } from './clients/follow.ts'
import { runClients } from './clients/run.ts'
import { type Kind, makeSite } from './clients/site.ts'
import { drain } from './drain.ts'
import { type HarmName, harms } from './harms/harms.ts'
import { History } from './history.ts'
import { Stand, type StandOptions } from './stand/stand.ts'

export type Plan = StandOptions & {
  seed: number
  harms: HarmName[]
  projects: Kind[]
  /** How long the clients work before each harm, on average. */
  roundMs: number
  /** So many answers are acknowledged before each harm, whatever time that takes (30 s at most): a busy machine does little in a round. */
  answersARound?: number
  /** The control: PostgreSQL acknowledges before it has written, so a kill must show a loss. */
  careless?: boolean
  /** Told after each round. */
  tell?: (line: string) => void
}

export type Outcome = { faults: string[]; steps: number; ok: number; answers: number; events: number; ms: number }

/** Load that never rests, harm after harm to what it works on; then what was told against what is there. */
export async function runRounds(plan: Plan): Promise<Outcome> {
  const begun = performance.now()
  const stand = await Stand.start(plan)
  try {
    const site = await makeSite(stand, plan.projects)
    const history = new History()
    const random = mulberry(plan.seed)
    const [load, following] = [new AbortController(), new AbortController()]
    const run = { ...site, history, random, stop: load.signal }
    if (plan.careless) await makeCareless(stand.database.open())
    const clients = runClients(run)
    const follower = follow({ ...run, stop: following.signal })
    for (const [n, harm] of plan.harms.entries()) {
      const from = performance.now()
      await pause(plan.roundMs * (0.5 + random()))
      const wanted = (n + 1) * (plan.answersARound ?? 0)
      for (const end = performance.now() + 30_000; answersOf(history) < wanted && performance.now() < end; )
        await pause(100)
      await harms[harm](stand, random)
      await stand.isBack()
      const steps = history.steps.length
      plan.tell?.(`${n + 1}/${plan.harms.length} ${harm}: ${steps} steps, ${seconds(performance.now() - from)}`)
    }
    await pause(plan.roundMs / 2)
    load.abort()
    await clients
    const sql = stand.database.open()
    try {
      if (!plan.careless) await drain(run, sql)
      const story = await catchUp(sql, run, { stop: following, ended: follower })
      const faults = await checkHistory(sql, site, history, story)
      if (!plan.careless) faults.push(...(await fsck(stand)))
      const ok = history.steps.filter(({ outcome }) => outcome === 'ok')
      return {
        faults,
        steps: history.steps.length,
        ok: ok.length,
        answers: answersOf(history),
        events: history.told.length,
        ms: performance.now() - begun,
      }
    } finally {
      await sql.end({ timeout: 1 })
    }
  } finally {
    await stand.close()
  }
}

const answersOf = ({ steps }: History) =>
  steps.filter(({ what, outcome }) => what === 'answer' && outcome === 'ok').length

export const seconds = (ms: number) => `${(ms / 1000).toFixed(1)} s`

const cli = fileURLToPath(new URL('../../cli/bin/whisker.js', import.meta.url))

/** Every task against its answers, its result and its pictures, every picture against its bytes. */
async function fsck(stand: Stand): Promise<string[]> {
  const env = { ...process.env, ...stand.env(), DATA_DIR: stand.dataDir }
  const { stdout } = await promisify(execFile)(process.execPath, [cli, 'fsck', '--json'], { env }).catch(
    (error: { stdout?: string }) => ({ stdout: error.stdout ?? String(error) }),
  )
  const lines = stdout.trim().split('\n')
  return lines.at(-1)?.includes('"ok":true') ? [] : lines.slice(0, 20).map((line) => `fsck: ${line}`)
}

async function makeCareless(sql: postgres.Sql): Promise<void> {
  await sql.unsafe('alter system set synchronous_commit = off')
  await sql.unsafe("alter system set wal_writer_delay = '10s'")
  await sql.unsafe('select pg_reload_conf()')
  await sql.end({ timeout: 1 })
}

/** A small generator of numbers between 0 and 1 (mulberry32): the same run for the same seed, as far as timing allows. */
function mulberry(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}

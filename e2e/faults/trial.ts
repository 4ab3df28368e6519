import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import type postgres from 'postgres'
import { pause } from './ask.ts'
import { checkHistory } from './check.ts'
import { catchUp, follow } from './clients/follow.ts'
import { type Run, runClients } from './clients/run.ts'
import { type Kind, makeSite, type Place } from './clients/site.ts'
import { drain } from './drain.ts'
import { History } from './history.ts'
import type { Riders } from './inside/riders.ts'

/** What can be harmed and has to come back. */
export type Tried = Place & {
  dataDir: string
  env: () => Record<string, string>
  database: { open: () => postgres.Sql }
  isBack: () => Promise<void>
  /** Where servers count who rode together. */
  riders?: () => Riders
}

export type Trial<Stand> = {
  seed: number
  harms: { name: string; harm: (stand: Stand, random: () => number) => Promise<void> }[]
  projects: Kind[]
  /** How long the clients work before each harm, on average. */
  roundMs: number
  /** So many answers are acknowledged before each harm, whatever time that takes (30 s at most): a busy machine does little in a round. */
  answersARound?: number
  restMs?: Run['restMs']
  triesAgain?: Run['triesAgain']
  /** PostgreSQL acknowledges before it has written: what is lost is all that is looked for. */
  careless?: boolean
  /** Done once the projects are there and nobody works yet. */
  before?: (run: Run) => Promise<void>
  /** Told after each round. */
  tell?: (line: string) => void
  /** When all is back: what the history says of a harm that began at `from`, in ms since the run began. */
  seen?: (name: string, history: History, from: number) => Promise<void>
  /** Looks at the end of it all, when nobody works any more. */
  finally?: (run: Run, sql: postgres.Sql) => Promise<string[]>
}

export type Outcome = {
  faults: string[]
  steps: number
  ok: number
  answers: number
  events: number
  ms: number
  riders?: Riders | undefined
}

/** Load that never rests, harm after harm to what it works on; then what was told against what is there. */
export async function tryOut<Stand extends Tried>(stand: Stand, trial: Trial<Stand>): Promise<Outcome> {
  const begun = performance.now()
  const site = await makeSite(stand, trial.projects)
  const history = new History()
  const random = mulberry(trial.seed)
  const [load, following] = [new AbortController(), new AbortController()]
  const run = { ...site, history, random, stop: load.signal, restMs: trial.restMs, triesAgain: trial.triesAgain }
  await trial.before?.(run)
  const clients = runClients(run)
  const follower = follow({ ...run, stop: following.signal })
  try {
    await harmAll(stand, trial, run)
  } catch (error) {
    following.abort()
    await follower
    throw error
  } finally {
    load.abort()
    await clients
  }
  const sql = stand.database.open()
  try {
    if (!trial.careless) await drain(run, sql)
    const story = await catchUp(sql, run, { stop: following, ended: follower })
    const faults = await checkHistory(sql, site, history, story)
    if (!trial.careless) faults.push(...(await fsck(stand)), ...((await trial.finally?.(run, sql)) ?? []))
    const ok = history.steps.filter(({ outcome }) => outcome === 'ok')
    return {
      faults,
      steps: history.steps.length,
      ok: ok.length,
      answers: answersOf(history),
      events: history.told.length,
      ms: performance.now() - begun,
      riders: stand.riders?.(),
    }
  } finally {
    await sql.end({ timeout: 1 })
  }
}

async function harmAll<Stand extends Tried>(
  stand: Stand,
  trial: Trial<Stand>,
  { history, random }: Run,
): Promise<void> {
  const { harms, roundMs, answersARound = 0 } = trial
  for (const [n, { name, harm }] of harms.entries()) {
    const from = performance.now()
    await pause(roundMs * (0.5 + random()))
    const wanted = (n + 1) * answersARound
    for (const end = performance.now() + 30_000; answersOf(history) < wanted && performance.now() < end; )
      await pause(100)
    const harmed = history.now()
    await harm(stand, random)
    await stand.isBack()
    await trial.seen?.(name, history, harmed)
    trial.tell?.(
      `${n + 1}/${harms.length} ${name}: ${history.steps.length} steps, ${seconds(performance.now() - from)}`,
    )
  }
  await pause(roundMs / 2)
}

const answersOf = ({ steps }: History) =>
  steps.filter(({ what, outcome }) => what === 'answer' && outcome === 'ok').length

export const seconds = (ms: number) => `${(ms / 1000).toFixed(1)} s`

const cli = fileURLToPath(new URL('../../cli/bin/whisker.js', import.meta.url))

/** Every task against its answers, its result and its pictures, every picture against its bytes. */
async function fsck(stand: Tried): Promise<string[]> {
  const env = { ...process.env, ...stand.env(), DATA_DIR: stand.dataDir }
  const { stdout } = await promisify(execFile)(process.execPath, [cli, 'fsck', '--json'], { env }).catch(
    (error: { stdout?: string }) => ({ stdout: error.stdout ?? String(error) }),
  )
  const lines = stdout.trim().split('\n')
  return lines.at(-1)?.includes('"ok":true') ? [] : lines.slice(0, 20).map((line) => `fsck: ${line}`)
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

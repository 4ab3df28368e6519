import { readFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createClient } from '@whisker/api/client.ts'
import type postgres from 'postgres'
import { openDatabase } from '../database.ts'
import { type Service, startService } from '../service.ts'
import { checkHistory } from './check.ts'
import { runClients, type Site } from './clients.ts'
import { History } from './history.ts'

export type Plan = {
  /** What is killed with `kill -9` at the end of each round. */
  kills: ('server' | 'postgres')[]
  seed: number
  roundMs: number
  /** The control: PostgreSQL acknowledges before it has written, so a kill must show a loss. */
  careless?: boolean
}

/** Load, a kill, the start after it, again and again on one data directory; then what was told against what is there. */
export async function runRounds({ kills, seed, roundMs, careless = false }: Plan) {
  const folder = await mkdtemp(join(tmpdir(), 'whisker-faults-'))
  const random = mulberry(seed)
  const history = new History()
  let service: Service | null = null
  const openSql = () => openDatabase(folder)
  try {
    service = await startService(folder, { LOG_LEVEL: 'fatal' })
    const site = await makeSite(service)
    if (careless) await makeCareless(openSql())
    for (const kill of kills) {
      service ??= await startService(folder, { LOG_LEVEL: 'fatal' })
      const stop = new AbortController()
      const clients = runClients(service, site, history, random, stop.signal)
      await new Promise((resolve) => setTimeout(resolve, roundMs * (0.5 + random())))
      if (kill === 'postgres') process.kill(postmasterOf(folder), 'SIGKILL')
      else await service.kill()
      stop.abort()
      await clients
      if (kill === 'server') service = null
      else await isBack(service)
    }
    service ??= await startService(folder, { LOG_LEVEL: 'fatal' })
    await isBack(service)
    const sql = openSql()
    const faults = await checkHistory(sql, site.projectId, history)
    await sql.end({ timeout: 1 })
    const ok = history.steps.filter(({ outcome }) => outcome === 'ok')
    return {
      faults,
      steps: history.steps.length,
      ok: ok.length,
      answers: ok.filter(({ what }) => what === 'answer').length,
    }
  } finally {
    await service?.stop()
    await rm(folder, { recursive: true, force: true })
  }
}

async function makeSite(service: Service): Promise<Site> {
  const project = await service.client.createProject({
    body: {
      title: 'Faults',
      min_answers: 2,
      max_answers: 3,
      input_spec: [{ name: 'sentence', type: 'text' }],
      output_spec: [{ type: 'input', name: 'animal' }],
    },
  })
  const link = await service.client.readLabelLink({ params: { project_id: project.id } })
  const token = new URL(link.url).hash.slice(1)
  const workers: string[] = []
  for (let n = 0; n < 4; n++) {
    const joined = await createClient({ url: service.url }).acceptInvitation({ body: { token, cookie: false } })
    workers.push(joined.token as string)
  }
  return { projectId: project.id, workers }
}

async function makeCareless(sql: postgres.Sql): Promise<void> {
  await sql.unsafe('alter system set synchronous_commit = off')
  await sql.unsafe("alter system set wal_writer_delay = '10s'")
  await sql.unsafe('select pg_reload_conf()')
  await sql.end({ timeout: 1 })
}

/** From the pid file that PostgreSQL writes. */
const postmasterOf = (folder: string) =>
  Number(readFileSync(join(folder, 'postgres/cluster/postmaster.pid'), 'utf8').split('\n')[0])

async function isBack(service: Service): Promise<void> {
  for (const end = performance.now() + 20_000; performance.now() < end; ) {
    if ((await fetch(`${service.url}/readyz`).catch(() => null))?.ok) return
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  throw new Error('The service is not ready 20 s after the fault.')
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

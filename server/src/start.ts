import { availableParallelism } from 'node:os'
import type { FastifyBaseLogger } from 'fastify'
import { createMailer } from './accounts/mail.ts'
import { endPasswordSessions } from './accounts/oidc/identities.ts'
import type { Provider } from './accounts/oidc/provider.ts'
import { installationSecret, prepareSetup } from './accounts/setup.ts'
import { buildApp } from './app.ts'
import { createKnownStore, ForeignStore } from './assets/known-store.ts'
import { openStore } from './assets/open-store.ts'
import { PictureFaults } from './assets/picture-faults.ts'
import { createRenditionPool } from './assets/renditions/pool.ts'
import { sweepOrphans } from './assets/sweep-orphans.ts'
import { expireHolds } from './assignments/end.ts'
import { preparePictures } from './assignments/prepare-pictures.ts'
import { returnPassedOver } from './assignments/return-passed-over.ts'
import { startBucketLoop } from './buckets/loop.ts'
import type { Config } from './config.ts'
import type { Server } from './context.ts'
import { catchUpWithOverlap } from './crowd/catch-up.ts'
import { Crowds } from './crowd/crowds.ts'
import { followCrowds } from './crowd/follow.ts'
import { refitProjects } from './crowd/refit.ts'
import { type ConnectOptions, connect } from './database/connect.ts'
import { migrate } from './database/migrate.ts'
import { DatabaseRoom } from './database/room.ts'
import { keepHouse } from './deletions/housekeeping.ts'
import { removeDeleted } from './deletions/removal-round.ts'
import { createEgressPolicy } from './egress/policy.ts'
import { foldResultChanges } from './figures/fold-changes.ts'
import { followForms } from './forms/follow-form.ts'
import { keepGoldWanted } from './gold/keep-wanted.ts'
import { rescoreGold } from './gold/rescore.ts'
import { type Loop, type LoopName, startLoop } from './jobs/loop.ts'
import { Pace } from './jobs/pace.ts'
import { exchangeShares } from './shares/exchange.ts'
import { exportsAtOnce, Shares } from './shares/shares.ts'
import { intakeTogether } from './tasks/intake-together.ts'
import { WaitingTasks } from './tasks/waiting-tasks.ts'
import { startWebhookLoops } from './webhooks/loops.ts'
import { revertAnswers } from './workers/reversal-round.ts'

export type Running = {
  server: Server
  /** Where people reach it: PUBLIC_URL, or where it listens. */
  url: string
  /** Where it listens. */
  address: string
  setupUrl: string | null
  workspaceId: number
  /** Ends what works in the background; requests are still answered. */
  endLoops: () => Promise<void>
  /** Finishes what is under way, then stops. */
  close: () => Promise<void>
}

export type StartOptions = {
  config: Config
  database: Pick<ConnectOptions, 'url' | 'options'>
  log: FastifyBaseLogger
  /** No other server works on this data directory. */
  alone?: boolean
  /** Writes to the operator's console. */
  print: (text: string) => void
}

/** Starts one server on a database: migrates, listens, and begins the background loops. */
export async function start({ config, database, log, alone = false, print }: StartOptions): Promise<Running> {
  const pool = { prepare: config.databasePrepare }
  const sql = connect({ ...database, ...pool, pool: config.databasePool })
  // One for each kind of batch (assignments/together.ts).
  const hot = connect({ ...database, ...pool, pool: 4, name: 'whisker hot', hot: true })
  // Loops, and the few requests that take long: they wait for each other here, and nobody at a page waits for them.
  const patient = connect({ ...database, ...pool, pool: 4, name: 'whisker loops', patient: true })
  // Exports hold a connection for as long as their reader takes: never one that other requests wait for.
  const exported = config.replicaUrl ? { url: config.replicaUrl } : database
  const replica = connect({ ...exported, ...pool, pool: exportsAtOnce, name: 'whisker exports', reports: true })
  const figures = connect({ ...exported, ...pool, pool: 2, name: 'whisker figures', reports: true })
  const renditions = createRenditionPool({
    processes: Math.min(config.renditionProcesses, availableParallelism()),
    // Nicer than this and background work stands still while both cores are busy: 3 pictures/s at 10.
    nice: 5,
    maxPixels: config.maxPixels,
    log,
  })
  const loops: Loop[] = []
  try {
    const applied = await migrate(patient)
    if (applied > 0) log.info({ applied }, 'the database schema is up to date')
    const secret = await installationSecret(sql)
    const store = createKnownStore(await openStore(config, alone), sql, log)
    // A store that is away or another one keeps nobody from starting; /readyz says so, and it is looked for again and again.
    await store.verify().catch((error) => {
      if (!(error instanceof ForeignStore)) log.error({ err: error }, 'the asset store cannot be used yet')
    })
    const shares = new Shares(config)
    const byName = new Map<LoopName, Loop>()
    let url = config.publicUrl
    const server: Server = {
      config,
      sql,
      hot,
      patient,
      replica,
      figures,
      databaseRoom: new DatabaseRoom(),
      store,
      shares,
      crowds: new Crowds(),
      threads: { replica: exported, prepare: config.databasePrepare },
      renditions,
      pictureFaults: new PictureFaults(log),
      intakePace: new Pace({ count: 20, ms: 1000 }),
      answerPace: new Pace({ count: 2, ms: 1000 }),
      waitingTasks: new WaitingTasks(),
      intake: intakeTogether(sql),
      egress: createEgressPolicy({ allow: config.egressAllow, showReplies: config.egressShowReplies, ownHosts: [] }),
      mail: await createMailer(config, log, print),
      provider: config.oidc ? await openProvider(config.oidc, log) : null,
      log,
      url: () => url,
      secret,
      wake: (name) => byName.get(name)?.wake(),
    }
    const http = await buildApp(server)
    await http.listen({ host: config.host, port: config.port })
    const bound = http.server.address()
    const port = typeof bound === 'object' && bound ? bound.port : config.port
    const address = `http://${hostInUrl(config.host)}:${port}`
    if (!url) url = address
    server.egress = createEgressPolicy({
      allow: config.egressAllow,
      showReplies: config.egressShowReplies,
      ownHosts: [`${config.host.includes(':') ? `[${config.host}]` : config.host}:${port}`, new URL(url).host],
    })
    const { workspaceId, setupUrl } = await prepareSetup(server)
    if (config.oidc?.only) await endPasswordSessions(sql)

    const behind: Server = Object.create(server, { sql: { value: patient } })
    const run = (name: LoopName, everyMs: number, round: Parameters<typeof startLoop>[3], restMs = 0) => {
      const loop = startLoop(name, everyMs, log, round, restMs)
      byName.set(name, loop)
      loops.push(loop)
    }
    run('expire', 1000, async () => ((await expireHolds(patient)) > 0 ? 'again' : 'done'))
    // Each task that comes in wakes it, and it looks at 200 pictures of every project.
    run('renditions', 2000, preparePictures(behind), 250)
    run('forms', 1000, followForms(patient))
    // Wakes with each task that comes in, as the pictures do.
    run('passed_over', 2000, returnPassedOver(behind), 250)
    run('waiting_tasks', 15_000, server.waitingTasks.count(patient))
    run('overlap', 5000, catchUpWithOverlap(behind))
    run('crowds', 1000, followCrowds(behind))
    run('refit', 5000, refitProjects(behind, { database, replica: exported, prepare: config.databasePrepare }))
    run('figures', 5000, foldResultChanges(patient))
    run('scores', 5000, rescoreGold(patient))
    run('reversals', 5000, revertAnswers(behind))
    run('deletions', 5000, removeDeleted(behind))
    // Looks at the latest 2,000 results of each project that wants more gold than it has.
    run('gold', 60_000, keepGoldWanted(patient))
    run('shares', 1000, exchangeShares(patient, shares.exchanged))
    run('housekeeping', 10 * 60_000, keepHouse(behind))
    run('orphans', 10_000, sweepOrphans(behind))
    const following = startBucketLoop(behind)
    byName.set('buckets', following)
    loops.push(following)
    for (const loop of startWebhookLoops(behind)) {
      byName.set('deliveries', loop)
      loops.push(loop)
    }

    const endLoops = async () => {
      await Promise.all(loops.map((loop) => loop.stop()))
    }
    let closing: Promise<void> | undefined
    const close = () => {
      closing ??= (async () => {
        // First no new requests, then no new work, then the connections: nothing under way is cut off.
        await http.close()
        await endLoops()
        await Promise.all([renditions.close(), store.close()])
        await Promise.all([sql, hot, patient, replica, figures].map((one) => one.end({ timeout: 5 })))
      })()
      return closing
    }
    return { server, url, address, setupUrl, workspaceId, endLoops, close }
  } catch (error) {
    await Promise.all(loops.map((loop) => loop.stop()))
    await renditions.close()
    await Promise.all([sql, hot, patient, replica, figures].map((one) => one.end({ timeout: 1 })))
    throw error
  }
}

/** Its library is loaded where it is needed. */
async function openProvider(oidc: NonNullable<Config['oidc']>, log: FastifyBaseLogger): Promise<Provider> {
  const { Provider } = await import('./accounts/oidc/provider.ts')
  return new Provider(oidc, log)
}

function hostInUrl(host: string): string {
  if (host === '0.0.0.0' || host === '::') return '127.0.0.1'
  return host.includes(':') ? `[${host}]` : host
}

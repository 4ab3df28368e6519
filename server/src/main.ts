import { DataDirInUse, EmbeddedPostgresError } from '@whisker/postgres/errors'
import pino from 'pino'
import { makeApiKey } from './accounts/keys.ts'
import { askedToStop, Stopped } from './asked-to-stop.ts'
import { ConfigError, readConfig } from './config.ts'
import { startEmbeddedDatabase } from './database/embedded.ts'
import { SchemaTooNew } from './database/migrate.ts'
import { startGivingBack } from './jobs/give-back.ts'
import { createLog } from './log.ts'
import { expectNotMoved } from './moved.ts'
import { type Running, start } from './start.ts'

/**
 * The service as one process. Run by a person it prints the address and, while there is no owner, the setup link; run
 * by `whisker label` it also speaks over IPC: `ready`, `failed`, and `make_api_key` → `api_key`.
 */
const parent = process.send?.bind(process)
const print = (text: string) => process.stderr.write(`${text}\n`)

async function main(): Promise<void> {
  const config = readConfig(process.env)
  const log = createLog(config.logLevel, pino.destination({ dest: 2, sync: true }))
  process.title = 'whisker'
  await expectNotMoved(config)
  const asked = askedToStop((why) => log.info({ why }, 'stopping: finishing what is under way'))
  const embedded = config.databaseUrl
    ? null
    : await startEmbeddedDatabase({ dataDir: config.dataDir, log, signal: asked })
  let running: Running
  const database = embedded ? { options: embedded.connection } : { url: config.databaseUrl }
  try {
    asked.throwIfAborted()
    running = await start({ config, database, log, alone: embedded !== null, print })
  } catch (error) {
    await embedded?.stop()
    throw error
  }
  const { url, address, setupUrl, workspaceId, server } = running
  const stop = async () => {
    await running.close()
    await embedded?.stop()
    process.exit(0)
  }
  if (asked.aborted) return stop()
  asked.addEventListener('abort', stop)
  await embedded?.setInfo({ url, address })
  startGivingBack(log)
  if (parent) {
    parent({ type: 'ready', url, address, setup_url: setupUrl, workspace_id: workspaceId })
  } else {
    print(`Whisker runs at ${url}`)
    if (setupUrl) print(`Open this link once to become its owner (valid for seven days):\n  ${setupUrl}`)
  }

  process.on('message', async (message: { type?: string; name?: string }) => {
    if (message?.type !== 'make_api_key') return
    const name = String(message.name ?? 'whisker label').slice(0, 100)
    const made = await makeApiKey(server.sql, workspaceId, { name, scopes: ['read', 'write'] })
    parent?.({ type: 'api_key', key: made.key })
  })
}

process.on('unhandledRejection', (error) => {
  print(
    `An error was not handled; the service stops, so that it cannot go on half-working.\n${error instanceof Error ? error.stack : error}`,
  )
  process.exit(70)
})

main().catch((error: unknown) => {
  if (error instanceof Stopped) process.exit(0)
  const expected =
    error instanceof ConfigError ||
    error instanceof SchemaTooNew ||
    error instanceof EmbeddedPostgresError ||
    error instanceof DataDirInUse
  const message =
    portTaken(error) ??
    (error instanceof Error ? (expected ? error.message : `Whisker could not start: ${error.message}`) : String(error))
  // A parent tells it in its own words, or uses the service that runs already and has nothing to tell.
  if (!parent) print(message)
  if (!expected && error instanceof Error && process.env.LOG_LEVEL === 'debug') print(error.stack ?? '')
  const inUse = error instanceof DataDirInUse
  const info = inUse ? (error.owner?.info as { url?: string; address?: string } | undefined) : undefined
  const failure = {
    type: 'failed',
    code: inUse ? 'data_dir_in_use' : 'start_failed',
    message,
    ...(info?.url && { url: info.url, address: info.address ?? info.url }),
  }
  if (parent) parent(failure, () => process.exit(1))
  else process.exit(1)
})

function portTaken(error: unknown): string | null {
  if (!(error instanceof Error) || !('code' in error) || !('port' in error)) return null
  if (error.code === 'EADDRINUSE')
    return `Port ${error.port} is taken by another program. Choose another one with PORT or --port, or 0 for any free one.`
  if (error.code === 'EACCES')
    return `Port ${error.port} may not be used by this user. Choose one above 1023 with PORT or --port.`
  return null
}

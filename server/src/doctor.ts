import { statfs } from 'node:fs/promises'
import { EmbeddedPostgresError } from '@whisker/postgres/errors'
import { openStore } from './assets/open-store.ts'
import { judgeStore } from './assets/store-identity.ts'
import { besideService } from './beside.ts'
import { type Config, ConfigError, readConfig, version } from './config.ts'
import type { Sql } from './database/connect.ts'
import { listMigrations } from './database/migrate.ts'
import { judgeConnections, judgeSettings } from './doctor/database-settings.ts'
import type { Add, Finding } from './doctor/finding.ts'

const mark = { ok: '  ok  ', warn: ' warn ', bad: ' BAD  ' }
const gigabyte = 1e9

/** `whisker doctor`: looks at everything that durability rests on. Exit code 1 when something is bad. */
async function main(): Promise<void> {
  const config = readConfig(process.env)
  const findings: Finding[] = []
  const add: Add = (level, what, detail) => void findings.push({ level, what, detail })
  add('ok', 'Whisker', `version ${version}, Node ${process.version}`)

  try {
    const { bavail, bsize } = await statfs(config.dataDir)
    const free = (bavail * bsize) / gigabyte
    add(free < 1 ? 'bad' : free < 10 ? 'warn' : 'ok', 'disk space', `${free.toFixed(1)} GB free in ${config.dataDir}`)
  } catch {
    add('warn', 'disk space', `${config.dataDir} does not exist yet; it is made by the first start`)
  }
  try {
    await (await openStore(config)).check()
    add(
      'ok',
      'asset store',
      config.s3 ? `bucket ${config.s3.bucket} can be written and read` : 'pictures can be written and read',
    )
  } catch (error) {
    add('bad', 'asset store', error instanceof Error ? error.message : String(error))
  }
  await checkDatabase(config, add)

  for (const { level, what, detail } of findings)
    process.stdout.write(`[${mark[level]}] ${what.padEnd(37)} ${detail}\n`)
  const bad = findings.filter((finding) => finding.level === 'bad').length
  process.stdout.write(
    bad === 0 ? '\nNothing is wrong.\n' : `\n${bad} ${bad === 1 ? 'thing needs' : 'things need'} your attention.\n`,
  )
  process.exitCode = bad === 0 ? 0 : 1
}

async function checkDatabase(config: Config, add: Add): Promise<void> {
  try {
    await besideService(config, 'whisker doctor', ({ sql, isRunning }) => {
      if (isRunning) add('ok', 'service', 'runs on this data directory right now')
      return inspect(sql, add, { config, isRunning }).then(() => inspectStore(config, sql, add))
    })
  } catch (error) {
    add('bad', 'database', error instanceof Error ? error.message : String(error))
  }
}

async function inspectStore(config: Config, sql: Sql, add: Add): Promise<void> {
  const [table] = await sql<{ there: boolean }[]>`select to_regclass('assets') is not null as there`
  if (!table?.there) return
  const store = await openStore(config)
  try {
    const judged = await judgeStore(sql, store)
    if ('detail' in judged) add('bad', 'asset store', judged.detail)
    else add('ok', 'asset store', 'is the one that the database knows')
  } finally {
    await store.close()
  }
}

async function inspect(
  sql: Sql,
  add: Add,
  { config, isRunning }: { config: Config; isRunning: boolean },
): Promise<void> {
  const [server] = await sql<{ number: number; text: string; standby: boolean }[]>`
    select current_setting('server_version_num')::int as number, current_setting('server_version') as text, pg_is_in_recovery() as standby`
  if (!server) return
  add(
    server.number < 150_000 ? 'bad' : 'ok',
    'PostgreSQL',
    server.number < 150_000 ? `version ${server.text}; 15 or newer is needed` : `version ${server.text}`,
  )
  if (server.standby) add('bad', 'PostgreSQL', 'this is a read-only standby; DATABASE_URL must name the primary')
  const findings = [...(await judgeSettings(sql)), await judgeConnections(sql, config.databasePool, isRunning)]
  for (const { level, what, detail } of findings) add(level, what, detail)
  const [table] = await sql<{ there: boolean }[]>`select to_regclass('migrations') is not null as there`
  if (!table?.there) return add('ok', 'schema', 'not made yet; the first start makes it')
  const [latest] = await sql<{ number: number }[]>`select coalesce(max(number), 0) as number from migrations`
  const known = listMigrations().length
  const at = latest?.number ?? 0
  if (at > known) add('bad', 'schema', `at migration ${at}; this program knows ${known}. Start the newer version`)
  else
    add(
      'ok',
      'schema',
      at === known ? `at migration ${at}` : `at migration ${at}; the next start brings it to ${known}`,
    )
}

main().catch((error: unknown) => {
  const expected = error instanceof ConfigError || error instanceof EmbeddedPostgresError
  process.stderr.write(
    `${expected || !(error instanceof Error) ? String((error as Error).message ?? error) : error.stack}\n`,
  )
  process.exit(1)
})

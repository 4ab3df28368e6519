/**
 * A small service for the tests of this folder, to be killed: it starts the embedded PostgreSQL and says so in lines
 * of JSON.
 *
 *     node service.fixture.ts '{"dataDir": "...", "write": true, "uid": 65534}'
 *
 * `write`: stores numbers and prints each one that was acknowledged. `uid`: leaves root for that user before it starts.
 * SIGTERM stops it properly, SIGUSR2 makes it exit without `stop`.
 */
import postgres from 'postgres'
import { startEmbedded } from './embedded.ts'
import { DataDirInUse, EmbeddedPostgresError } from './errors.ts'

const { dataDir, write, uid } = JSON.parse(process.argv[2]!) as { dataDir: string; write?: boolean; uid?: number }
const say = (line: object) => process.stdout.write(`${JSON.stringify(line)}\n`)

if (uid !== undefined) {
  process.setgroups?.([])
  process.setgid?.(uid)
  process.setuid?.(uid)
}

const tell = (level: string) => (what: object | string, message?: string) =>
  void process.stderr.write(`${JSON.stringify({ level, what, message })}\n`)

try {
  const embedded = await startEmbedded({ dataDir, name: 'sample', log: { info: tell('info'), warn: tell('warn') } })
  await embedded.setInfo({ url: 'http://127.0.0.1:4000' })
  process.on('SIGTERM', () => embedded.stop().then(() => process.exit(0)))
  process.on('SIGUSR2', () => process.exit(0))
  say({ ready: true, adopted: embedded.adopted, pid: embedded.pid() })
  if (write) await writeForEver(postgres({ ...embedded.connection, max: 4, onnotice: () => {} }))
  else setInterval(() => {}, 60_000)
} catch (error) {
  if (!(error instanceof EmbeddedPostgresError)) throw error
  say({ failed: error.code, sentence: error.message, owner: error instanceof DataDirInUse ? error.owner : undefined })
  process.exitCode = 1
}

async function writeForEver(sql: postgres.Sql) {
  await sql`CREATE TABLE IF NOT EXISTS written (n integer PRIMARY KEY)`
  const [last] = await sql<{ n: number }[]>`SELECT coalesce(max(n), 0) AS n FROM written`
  for (let n = last!.n + 1; ; n++) {
    await sql`INSERT INTO written VALUES (${n})`
    say({ acknowledged: n })
  }
}

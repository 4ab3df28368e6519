import { lchown, mkdtemp, readdir, rename, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { EmbeddedPostgresError } from './errors.ts'
import { fromProgramOutput } from './explain.ts'
import { hasCluster, syncFolder } from './folders.ts'
import { giveTree, makePrivateFolder } from './ownership.ts'
import { readOrMakePassword } from './password.ts'
import { run } from './run.ts'
import { type Setting, settingsFile } from './settings.ts'
import { dataDirArgument, type Site } from './site.ts'

/** Sees to it that there is a cluster of the right version, with its settings (null: as they are); returns its password. */
export async function prepareCluster(
  site: Site,
  { durable, settings }: { durable: boolean; settings: readonly Setting[] | null },
): Promise<string> {
  const { folders, account, log } = site
  const exists = await hasCluster(folders, site.programs.major)
  if (!durable) {
    if (exists)
      throw new EmbeddedPostgresError(
        'not_durable',
        `${folders.cluster} exists already, and a start without durability could ruin it. Use an empty data directory for tests.`,
      )
    log.warn(
      { cluster: folders.cluster },
      'This PostgreSQL is not durable: a crash loses its data. It is for tests only',
    )
  }
  await sweepHalfMade(folders.home)
  const password = await readOrMakePassword(folders)
  if (!exists) await initializeCluster(site, password, durable)
  await giveTree(folders.cluster, account)
  if (settings !== null) await writeSettings(site, settingsFile(settings, durable))
  return password
}

async function writeSettings({ folders, account }: Site, text: string): Promise<void> {
  const file = path.join(folders.cluster, 'postgresql.conf')
  const half = `${file}.new`
  // The folder is the account's: nothing that lies there under this name may be followed.
  await rm(half, { force: true })
  await writeFile(half, text, { mode: 0o600, flag: 'wx' })
  if (account) await lchown(half, account.uid, account.gid)
  await rename(half, file)
}

/**
 * Makes a new cluster. It is made in a folder of its own and appears under its name by one rename: a kill at any moment
 * leaves either no cluster or a whole one. initdb itself syncs every file at its end (0.07 of its 0.65 s here).
 */
async function initializeCluster(site: Site, password: string, durable: boolean): Promise<void> {
  const { folders, programs, account, name } = site
  const workshop = await mkdtemp(path.join(folders.home, 'new-'))
  try {
    const cluster = path.join(workshop, 'cluster')
    await makePrivateFolder(workshop, account)
    await makePrivateFolder(cluster, account)
    const passwordFile = path.join(workshop, 'password')
    await writeFile(passwordFile, password, { mode: 0o600, flag: 'wx' })
    if (account) await lchown(passwordFile, account.uid, account.gid)

    const { code, output } = await run(
      programs.initdb,
      [
        ...['-D', dataDirArgument(cluster, account)],
        ...['--username', name, '--pwfile', '../password', '--auth=scram-sha-256'],
        // The built-in provider sorts by code point and knows Unicode's cases on every machine alike:
        // an index made here is right elsewhere.
        ...['--encoding=UTF8', '--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8'],
        ...['--data-checksums', '--no-instructions', ...(durable ? [] : ['--no-sync'])],
      ],
      { cwd: cluster, account },
    )
    if (code !== 0) throw fromProgramOutput('initdb_failed', 'make a new database in', folders.home, output)
    await rename(cluster, folders.cluster)
    await syncFolder(folders.home)
  } finally {
    await rm(workshop, { recursive: true, force: true, maxRetries: 5 })
  }
}

/** Removes what a killed process left of a cluster that it was making. */
async function sweepHalfMade(home: string): Promise<void> {
  for (const name of await readdir(home))
    if (name.startsWith('new-')) await rm(path.join(home, name), { recursive: true, force: true, maxRetries: 5 })
}

import { randomBytes } from 'node:crypto'
import { open, readFile, rename } from 'node:fs/promises'
import { errno } from './errno.ts'
import { EmbeddedPostgresError } from './errors.ts'
import { fromProgramOutput } from './explain.ts'
import { type Folders, syncFolder } from './folders.ts'
import { giveToDataDirOwner } from './ownership.ts'
import { run } from './run.ts'
import { dataDirArgument, type Site } from './site.ts'

/** The password of the cluster's only role: read from its file, or made and stored (0600) before anything uses it. */
export async function readOrMakePassword(folders: Folders): Promise<string> {
  const known = await readFile(folders.password, 'utf8').catch((error) => {
    if (errno(error) === 'ENOENT') return ''
    throw error
  })
  if (known.trim()) return known.trim()
  const fresh = randomBytes(24).toString('base64url')
  const half = `${folders.password}.new`
  const file = await open(half, 'w', 0o600)
  await file.writeFile(`${fresh}\n`)
  await file.sync()
  await file.close()
  await giveToDataDirOwner(folders, half)
  await rename(half, folders.password)
  await syncFolder(folders.dataDir)
  return fresh
}

/**
 * Makes the cluster accept the password, in single-user mode, which asks for none. No postmaster may run.
 * For a cluster whose password file was lost, or left out of a backup: its data must not be lost with it.
 */
export async function resetPassword(site: Site, password: string): Promise<void> {
  const { folders, programs, account, id, name } = site
  const statement = `ALTER ROLE ${name} PASSWORD '${password.replaceAll("'", "''")}';\n`
  const { code, output } = await run(
    programs.postgres,
    ['--single', '-D', dataDirArgument(folders.cluster, account), '-c', `cluster_name=${id}`, 'postgres'],
    { cwd: folders.cluster, account, input: statement },
  )
  if (/does not exist/.test(output))
    throw new EmbeddedPostgresError(
      'password_refused',
      `The cluster in ${folders.cluster} has no role "${name}": it was made by another program, or under another name. Move it away to start empty.`,
    )
  if (code !== 0 || /ERROR|FATAL|PANIC/.test(output))
    throw fromProgramOutput('password_refused', 'set a new password for', folders.cluster, output)
}

import { type BroughtUp, bringUp } from './bring-up.ts'
import { connectionTo, ensureDatabase } from './database.ts'
import { EmbeddedPostgresError } from './errors.ts'
import { resetPassword } from './password.ts'
import { shutDown } from './postmaster.ts'
import type { Site } from './site.ts'

/** Brings PostgreSQL up and sees to it that it can be used with this password; if it cannot, it does not stay up. */
export async function bringUpUsable(site: Site, password: string, signal: AbortSignal): Promise<BroughtUp> {
  const { folders, log } = site
  const up = await bringUp(site, undefined, signal)
  const said = await tryOut(site, up, password).catch((error: unknown) => {
    // One that was left behind may be out of connections or stuck: a fresh one gets a chance. A fresh one had it.
    if (!up.adopted) throw error
    log.warn({ err: error }, 'The PostgreSQL that still ran was of no use; starting it anew')
    return 'of no use' as const
  })
  if (said === 'ready') return up
  if (said === 'of no use') return bringUpUsable(site, password, signal)

  log.warn({ file: folders.password }, 'The cluster has another password than its file says; setting it anew')
  await resetPassword(site, password)
  const again = await bringUp(site, undefined, signal)
  if ((await tryOut(site, again, password)) === 'ready') return again
  throw new EmbeddedPostgresError(
    'password_refused',
    `PostgreSQL in ${folders.cluster} does not accept the password in ${folders.password}. Look into its pg_hba.conf, which should ask for scram-sha-256, and whether its role "${site.name}" has expired.`,
  )
}

/** Connects, and makes the database if need be; stops PostgreSQL when that does not go. */
async function tryOut(site: Site, { running, endpoint }: BroughtUp, password: string): Promise<'ready' | 'refused'> {
  let said: 'ready' | 'refused' | undefined
  try {
    said = await ensureDatabase(connectionTo(endpoint, site.name, password))
    return said
  } finally {
    if (said !== 'ready') await shutDown(site, running.pid)
  }
}

import { type Client, createClient } from '@whisker/api/client.ts'
import { readConfig } from './config-file.ts'
import { exitCodes, Failure, toFailure, usageFailure } from './failure.ts'

export type ConnectionFlags = { url?: string; key?: string }
export type Connection = { url: string; key: string; client: Client }

// What stands behind the address of a service in a browser: its pages, its documents, its health.
const ownPages = /\/(app|docs|openapi\.json|healthz|readyz|metrics)(\/.*)?$/

/**
 * The address in the one spelling that it is saved under, also of one that was copied from the dashboard. @throws {Failure}
 * when it is not an address of a service
 */
export function normalizeUrl(value: string): string {
  const url = URL.canParse(value) ? new URL(value) : null
  if (!url || !/^https?:$/.test(url.protocol))
    throw usageFailure(
      `"${value}" is not the address of a service. It looks like http://127.0.0.1:4000 or https://labels.example.org.`,
    )
  return url.origin + url.pathname.replace(ownPages, '').replace(/\/+$/, '')
}

/** Flags before the environment (`WHISKER_URL`, `WHISKER_KEY`) before what `whisker login` has saved. */
export async function findConnection(
  flags: ConnectionFlags,
  env: NodeJS.ProcessEnv,
): Promise<Omit<Connection, 'client'>> {
  const named = flags.url ?? env.WHISKER_URL
  const namedKey = flags.key ?? env.WHISKER_KEY
  // Not read when it is not needed: a damaged file must not stop a machine that has everything in its environment.
  const config = named && namedKey ? null : await readConfig(env)
  const url = normalizeUrl(named || config?.default || 'http://127.0.0.1:4000')
  const key = namedKey || config?.servers[url]?.key
  if (!key)
    throw new Failure(
      exitCodes.noAccess,
      `There is no API key for ${url}. Run \`whisker login\`, set WHISKER_KEY, or start your own service with \`npm start\`, which saves one.`,
    )
  return { url, key: cleanKey(key) }
}

/** A key with a line break from copying would make every request an invalid one. */
export function cleanKey(key: string): string {
  const clean = key.trim()
  if (!/^[\x21-\x7e]+$/.test(clean))
    throw usageFailure(
      'This is no API key: it has spaces or unusual characters in it. Copy it again; it begins with "whk_".',
    )
  return clean
}

/**
 * Follows no redirect: the key would not travel along, and "401" would be all that is heard of it. Whoever uses the service
 * is told the address that it has now.
 */
export function fetchInPlace(base: string, send: typeof fetch = fetch): typeof fetch {
  return async (input, init) => {
    const response = await send(input, { ...init, redirect: 'manual' })
    const location = response.headers.get('location')
    if (response.status < 300 || response.status >= 400 || location === null) return response
    await response.body?.cancel()
    throw moved(base, new URL(String(input)), location)
  }
}

function moved(base: string, asked: URL, location: string): Failure {
  const target = URL.canParse(location, asked.href) ? new URL(location, asked.href) : null
  const rest = asked.pathname.slice(new URL(base).pathname.replace(/\/+$/, '').length)
  const isSame = target?.pathname.endsWith(rest) && /^https?:$/.test(target.protocol)
  if (!target || !isSame)
    return new Failure(
      exitCodes.noAccess,
      `${base} sends us to ${target?.href ?? location}, which is not this service: a sign-in page or a proxy may stand in between. Ask whoever runs it for the address of the service itself.`,
    )
  const next = target.origin + target.pathname.slice(0, target.pathname.length - rest.length).replace(/\/+$/, '')
  return new Failure(
    exitCodes.noAccess,
    `This address moved to ${next} (${base} sends us there). Use that one: --url ${next}, WHISKER_URL, or \`whisker login --url ${next}\`.`,
  )
}

/** Runs a command's calls with a client; what the service or the network says is put into words. */
export async function withConnection<T>(
  flags: ConnectionFlags,
  work: (connection: Connection) => Promise<T>,
): Promise<T> {
  const found = await findConnection(flags, process.env)
  try {
    return await work({ ...found, client: createClient({ ...found, fetch: fetchInPlace(found.url) }) })
  } catch (error) {
    throw toFailure(error, found.url)
  }
}

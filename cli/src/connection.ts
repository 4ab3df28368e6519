import { type Client, createClient } from '@whisker/api/client.ts'
import { readConfig } from './config-file.ts'
import { exitCodes, Failure, toFailure, usageFailure } from './failure.ts'

export type ConnectionFlags = { url?: string; key?: string }
export type Connection = { url: string; key: string; client: Client }

/** The address in the one spelling that it is saved under. @throws {Failure} when it is not an address of a service */
export function normalizeUrl(value: string): string {
  const url = URL.canParse(value) ? new URL(value) : null
  if (!url || !/^https?:$/.test(url.protocol))
    throw usageFailure(
      `"${value}" is not the address of a service. It looks like http://127.0.0.1:4000 or https://labels.example.org.`,
    )
  return url.origin + url.pathname.replace(/\/+$/, '')
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

/** Runs a command's calls with a client; what the service or the network says is put into words. */
export async function withConnection<T>(
  flags: ConnectionFlags,
  work: (connection: Connection) => Promise<T>,
): Promise<T> {
  const found = await findConnection(flags, process.env)
  try {
    return await work({ ...found, client: createClient(found) })
  } catch (error) {
    throw toFailure(error, found.url)
  }
}

import dns from 'node:dns'
import { isIP } from 'node:net'

export interface HostAddress {
  address: string
  family: 4 | 6
}

export interface NameServers {
  /** `ip:port` of the name servers to ask; the machine's own by default. */
  servers?: string[] | undefined
  /** How long one try of one query may take, in ms; there are two tries. */
  timeoutMs?: number | undefined
}

/** The addresses of a name, or the resolver's error code (`ENOTFOUND`, `ESERVFAIL`, `ETIMEOUT` ...). */
export type HostResolution = { ok: true; addresses: HostAddress[] } | { ok: false; reason: string }

/** The addresses of a host; those of an IP literal are itself. See the two ways below for `byMachine`. */
export async function resolveHost(
  host: string,
  options: { byMachine: boolean; nameServers: NameServers | undefined; signal: AbortSignal },
): Promise<HostResolution> {
  if (isIP(host)) return { ok: true, addresses: [withFamily(host)] }
  if (options.byMachine) return resolveByMachine(host, options.signal)
  return resolveByDns(host, options.nameServers ?? {}, options.signal)
}

/**
 * Looks up a name that a stranger chose, over DNS alone (c-ares).
 *
 * Not `dns.lookup`: it runs getaddrinfo on libuv's four threads, which also do all file work, so four names with a slow
 * name server would stop the asset store for everyone; and it cannot be cancelled. What is lost is /etc/hosts and search
 * domains, which hold only internal names; those come through `resolveByMachine`.
 */
async function resolveByDns(host: string, nameServers: NameServers, signal: AbortSignal): Promise<HostResolution> {
  const resolver = new dns.promises.Resolver({ timeout: nameServers.timeoutMs ?? 2500, tries: 2 })
  if (nameServers.servers) resolver.setServers(nameServers.servers)
  const cancel = () => resolver.cancel()
  signal.addEventListener('abort', cancel, { once: true })
  try {
    const [ipv4, ipv6] = await Promise.allSettled([resolver.resolve4(host), resolver.resolve6(host)])
    const addresses = [ipv4, ipv6].flatMap((answer) =>
      answer.status === 'fulfilled' ? answer.value.map(withFamily) : [],
    )
    if (addresses.length > 0) return { ok: true, addresses }
    // A name without AAAA is ordinary (ENODATA), so the first word belongs to the A query.
    return { ok: false, reason: ipv4.status === 'rejected' ? codeOf(ipv4.reason) : 'ENODATA' }
  } finally {
    signal.removeEventListener('abort', cancel)
  }
}

/** Looks up a name that the operator listed, as every other program on the machine would: with /etc/hosts and search domains. */
async function resolveByMachine(host: string, signal: AbortSignal): Promise<HostResolution> {
  const cancelled = Promise.withResolvers<HostResolution>()
  const cancel = () => cancelled.resolve({ ok: false, reason: 'ECANCELLED' })
  signal.addEventListener('abort', cancel, { once: true })
  try {
    const lookup = dns.promises.lookup(host, { all: true }).then(
      (found): HostResolution => ({ ok: true, addresses: found.map(({ address }) => withFamily(address)) }),
      (error): HostResolution => ({ ok: false, reason: codeOf(error) }),
    )
    return await Promise.race([lookup, cancelled.promise])
  } finally {
    signal.removeEventListener('abort', cancel)
  }
}

function withFamily(address: string): HostAddress {
  return { address, family: isIP(address) === 6 ? 6 : 4 }
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : 'EUNKNOWN'
}

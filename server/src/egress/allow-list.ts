import { isIP } from 'node:net'
import { blockListOf, canonicalHost } from './address.ts'

/** Wider ranges would switch the guard off piece by piece (`0.0.0.0/1,128.0.0.0/1`). fc00::/7 is the widest honest one. */
const minPrefixLength = { 4: 8, 6: 7 }

/** What the operator opened with EGRESS_ALLOW. Hosts are canonical (see `canonicalHost`). */
export interface AllowList {
  /** An `ip:port` or `host:port` entry names exactly this. */
  names(host: string, port: number): boolean
  /** A CIDR or a bare IP contains this address; it opens every port. */
  contains(address: string): boolean
  /** Some address could be open at this port: what cannot be said of a name before it is looked up. */
  mayOpenPort(port: number): boolean
}

/**
 * Reads EGRESS_ALLOW: comma-separated entries, each one of
 * - `10.0.0.0/8`, `fd00::/8`, `10.1.2.3`: these addresses, at every port, also when a name leads there;
 * - `10.1.2.3:9000`, `[fd00::1]:9000`: this address at this port;
 * - `minio.internal:9000`: this name at this port, whatever address it has. Trust the name server that says so.
 *
 * Throws a RangeError, in words for the operator, for an entry that is none of these or so wide that it would switch the
 * guard off: a wrong setting stops the start.
 */
export function parseAllowList(text: string): AllowList {
  const ranges: string[] = []
  const exact = new Set<string>()
  const ports = new Set<number>()
  for (const entry of text.split(',').map((part) => part.trim())) {
    if (entry === '') continue
    const range = rangeOf(entry)
    if (range !== null) {
      ranges.push(range)
      continue
    }
    const { host, port } = parseHostPort(entry, 'EGRESS_ALLOW')
    if (port === null)
      throw new RangeError(`EGRESS_ALLOW: "${entry}" has no port. Write host:port, as in ${entry}:443.`)
    exact.add(`${host} ${port}`)
    ports.add(port)
  }
  const open = blockListOf(ranges)
  return {
    names: (host, port) => exact.has(`${host} ${port}`),
    contains: (address) => isIP(address) !== 0 && open.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4'),
    mayOpenPort: (port) => ranges.length > 0 || ports.has(port),
  }
}

/**
 * Splits `host`, `host:port`, `ip`, `ip:port` or `[ipv6]:port`; `port` is null where none is given. Throws a RangeError
 * that begins with `setting`, the name of the setting it came from.
 */
export function parseHostPort(entry: string, setting: string): { host: string; port: number | null } {
  const match = isIP(entry) ? [entry, entry] : /^(\[[^\]]+\]|[^:/@?#\s]+)(?::(\d{1,5}))?$/.exec(entry)
  const host = match?.[1] === undefined ? null : canonicalHost(match[1])
  const port = match?.[2] === undefined ? null : Number(match[2])
  if (host === null || host === '' || port === 0 || (port ?? 0) > 65535) {
    throw new RangeError(`${setting}: "${entry}" is not a host or an address with a port. Write host:port or ip:port.`)
  }
  return { host, port }
}

function rangeOf(entry: string): string | null {
  const [network = '', prefix, ...rest] = entry.split('/')
  const family = isIP(network)
  if ((family !== 4 && family !== 6) || network.includes('%')) {
    if (prefix !== undefined) throw new RangeError(`EGRESS_ALLOW: "${entry}" is not a CIDR such as 10.0.0.0/8.`)
    return null
  }
  const widest = family === 4 ? 32 : 128
  if (prefix === undefined) return `${network}/${widest}`
  if (rest.length > 0 || !/^\d{1,3}$/.test(prefix) || Number(prefix) > widest) {
    throw new RangeError(`EGRESS_ALLOW: "${entry}" is not a CIDR such as 10.0.0.0/8.`)
  }
  if (Number(prefix) < minPrefixLength[family]) {
    throw new RangeError(
      `EGRESS_ALLOW: "${entry}" is too wide: the guard of outgoing requests cannot be switched off. ` +
        `Name the networks you need, with a prefix of /${minPrefixLength[family]} or longer.`,
    )
  }
  return `${network}/${prefix}`
}

import { isIP } from 'node:net'
import { networkInterfaces } from 'node:os'
import { canonicalHost, hostOf, isNat64, isPublicAddress } from './address.ts'
import { parseAllowList, parseHostPort } from './allow-list.ts'
import { type HostAddress, type NameServers, resolveHost } from './resolve-host.ts'

const publicPorts = new Set([80, 443])
/** Links signed by an object store with a session token reach some 2,500 characters. */
const maxUrlChars = 8192
/** A name may have hundreds of addresses; all are judged, so many are tried. */
const maxAddressesTried = 8
/**
 * Names that never lead to the public internet: those of RFC 6761, 6762, 8375 and 9476, ICANN's `.internal`, and the
 * endings that home and company networks give themselves.
 */
const internalName = /(^|\.)(localhost|localdomain|local|internal|intranet|private|corp|home|lan|home\.arpa|alt)$/

export type BlockCode = 'blocked_address' | 'blocked_scheme' | 'blocked_port' | 'invalid_url'
export type UrlCheck = { ok: true; url: URL } | { ok: false; code: BlockCode; detail: string }

/**
 * Where to connect: addresses that passed, and those among them that only EGRESS_ALLOW (or NAT64) opened. `isSecret`: only
 * EGRESS_ALLOW opened it, and strangers are not to learn what is there: neither what it answers, nor whether anything listens.
 */
export type Destination =
  | { ok: true; host: string; port: number; addresses: HostAddress[]; opened: string[]; isSecret: boolean }
  | { ok: false; code: Blocked | 'dns'; detail: string; isSecret: boolean }

/** Which addresses Whisker's own requests may reach. */
export interface EgressPolicy {
  /**
   * What can be said of a URL without asking the network, for an immediate 422: its scheme, port, credentials, literal
   * address in any spelling, and names that are internal by definition. `detail` is for the person who sent the URL.
   */
  checkUrl(url: string): UrlCheck
  /**
   * Looks up the host of a URL that passed `checkUrl`, once, and judges every address. The caller must connect to these
   * addresses and not look up again: a second answer of the name server may be another one (DNS rebinding).
   */
  findDestination(url: URL, signal: AbortSignal): Promise<Destination>
}

/**
 * The guard of every outgoing request. It is always on: http and https to public addresses at ports 80 and 443, and what
 * `allow` (EGRESS_ALLOW, see `parseAllowList`) opens. In order:
 * 1. an `ip:port` or `host:port` entry opens exactly that, also when it is our own;
 * 2. `ownHosts` (names or addresses, each with or without a port; `0.0.0.0:8080` means every address of this machine at
 *    that port) are refused, so that a stranger cannot make Whisker call itself;
 * 3. a CIDR or bare IP entry opens its addresses at every port, also when a public-looking name leads there;
 * 4. names that are internal by definition (`localhost`, `*.internal`, names without a dot) need a `host:port` entry;
 * 5. the rest must be public, not an address of this machine, and at port 80 or 443.
 *
 * Throws a RangeError in words for the operator when `allow` or `ownHosts` cannot be understood.
 */
export function createEgressPolicy(settings: {
  allow: string
  ownHosts: string[]
  /** Whether strangers may see what addresses answer that only `allow` opened (EGRESS_SHOW_REPLIES). */
  showReplies?: boolean
  nameServers?: NameServers
  /** Read anew each time: machines get and lose addresses while they run. */
  ownAddresses?: () => string[]
}): EgressPolicy {
  const allow = parseAllowList(settings.allow)
  const ownAddresses = settings.ownAddresses ?? addressesOfThisMachine
  const isOfThisMachine = (host: string) =>
    host === '::1' || /^127\.\d+\.\d+\.\d+$/.test(host) || ownAddresses().includes(host)
  const own = settings.ownHosts.map((entry) => parseHostPort(entry, 'own host'))

  function isOwn(host: string, port: number): boolean {
    return own.some(
      (entry) =>
        (entry.port === null || entry.port === port) &&
        (entry.host === host || ((entry.host === '0.0.0.0' || entry.host === '::') && isOfThisMachine(host))),
    )
  }

  function judgeAddress(address: string, port: number): 'public' | 'opened' | Blocked {
    const host = canonicalHost(address) ?? address
    if (allow.names(host, port)) return 'opened'
    if (isOwn(host, port)) return 'blocked_address'
    if (allow.contains(address)) return 'opened'
    if (!isPublicAddress(address) || isOfThisMachine(host)) return 'blocked_address'
    return publicPorts.has(port) ? 'public' : 'blocked_port'
  }

  /** What can be said of a name before it is looked up: `public` means that its addresses will tell. */
  function judgeName(host: string, port: number): 'public' | 'opened' | Blocked {
    if (allow.names(host, port)) return 'opened'
    if (isOwn(host, port) || internalName.test(host) || !host.includes('.')) return 'blocked_address'
    return publicPorts.has(port) || allow.mayOpenPort(port) ? 'public' : 'blocked_port'
  }

  const judge = (host: string, port: number) => (isIP(host) ? judgeAddress(host, port) : judgeName(host, port))

  return {
    checkUrl(text) {
      const url = text.length <= maxUrlChars && isPrintable(text) ? URL.parse(text) : null
      if (url !== null && url.protocol !== 'http:' && url.protocol !== 'https:') {
        const detail = `Whisker does not open ${url.protocol} addresses. Send one that begins with https:// or http://.`
        return { ok: false, code: 'blocked_scheme', detail }
      }
      if (url === null || hostOf(url) === '') {
        return invalid('This is not a valid URL. Send a complete address such as https://example.com/cat.jpg.')
      }
      if (url.username !== '' || url.password !== '') {
        return invalid('The URL holds a user name or a password, which Whisker does not send. Leave them out.')
      }
      const verdict = judge(hostOf(url), portOf(url))
      return isBlocked(verdict) ? refuse(verdict, hostOf(url), portOf(url)) : { ok: true, url }
    },

    async findDestination(url, signal) {
      const host = hostOf(url)
      const port = portOf(url)
      const asked = judge(host, port)
      if (isBlocked(asked)) return { ...refuse(asked, host, port), isSecret: false }
      const hides = settings.showReplies !== true
      const found = await resolveHost(host, {
        byMachine: asked === 'opened',
        nameServers: settings.nameServers,
        signal,
      })
      if (!found.ok) {
        const detail = `The name ${host} could not be looked up (${found.reason}). Check its spelling.`
        return { ok: false, code: 'dns', detail, isSecret: hides && asked === 'opened' }
      }
      const opened: string[] = []
      let isSecret = false
      for (const { address } of found.addresses) {
        const verdict = asked === 'opened' ? asked : judgeAddress(address, port)
        // One bad address refuses the name: an honest one does not mix public and internal addresses.
        if (isBlocked(verdict)) return { ...refuse(verdict, host, port), isSecret: false }
        isSecret ||= hides && verdict === 'opened'
        if (verdict === 'opened' || isNat64(address)) opened.push(address)
      }
      return { ok: true, host, port, addresses: found.addresses.slice(0, maxAddressesTried), opened, isSecret }
    },
  }
}

type Blocked = 'blocked_address' | 'blocked_port'

function isBlocked(verdict: 'public' | 'opened' | Blocked): verdict is Blocked {
  return verdict === 'blocked_address' || verdict === 'blocked_port'
}

function portOf(url: URL): number {
  if (url.port !== '') return Number(url.port)
  return url.protocol === 'https:' ? 443 : 80
}

/** The URL parser would silently drop tabs and line ends, so that the checked text is not the text that a person read. */
function isPrintable(text: string): boolean {
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i)
    if (code <= 0x20 || code === 0x7f) return false
  }
  return true
}

function addressesOfThisMachine(): string[] {
  return Object.values(networkInterfaces()).flatMap((entries) => entries?.map(({ address }) => address) ?? [])
}

function invalid(detail: string): { ok: false; code: 'invalid_url'; detail: string } {
  return { ok: false, code: 'invalid_url', detail }
}

/** Says the host that was asked for and never the address that it led to: that would map the operator's network. */
function refuse(code: Blocked, host: string, port: number): { ok: false; code: Blocked; detail: string } {
  const why =
    code === 'blocked_address'
      ? `Whisker does not connect to ${host}: it is not a host on the public internet.`
      : `Whisker does not connect to port ${port}: only 80 and 443 are open.`
  return { ok: false, code, detail: `${why} Use a public address, or ask the operator to open it (EGRESS_ALLOW).` }
}

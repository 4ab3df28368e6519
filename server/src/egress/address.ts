import { BlockList, isIP } from 'node:net'

/**
 * IPv4 that is not the public internet: the IANA special-purpose registry, multicast and the reserved top, and one
 * address that looks public and is not: 168.63.129.16, the platform endpoint inside every Azure network.
 */
const reservedIpv4 = [
  '0.0.0.0/8',
  '10.0.0.0/8',
  '100.64.0.0/10',
  '127.0.0.0/8',
  '168.63.129.16/32',
  '169.254.0.0/16',
  '172.16.0.0/12',
  '192.0.0.0/24',
  '192.0.2.0/24',
  '192.31.196.0/24',
  '192.52.193.0/24',
  '192.88.99.0/24',
  '192.168.0.0/16',
  '192.175.48.0/24',
  '198.18.0.0/15',
  '198.51.100.0/24',
  '203.0.113.0/24',
  '224.0.0.0/4',
  '240.0.0.0/4',
]

/**
 * The parts of 2000::/3 that are not ordinary hosts. Everything outside 2000::/3 is refused as a whole: loopback, link
 * and site local, fc00::/7, multicast, IPv4-mapped, and the IPv4-compatible `::7f00:1`, which is what a URL parser makes
 * of `[::127.0.0.1]` and which ipaddr.js (inside request-filtering-agent 3.2.1) takes for public unicast.
 */
const reservedIpv6 = ['2001::/23', '2001:db8::/32', '2002::/16', '2620:4f:8000::/48', '3fff::/20']

const reserved = blockListOf([...reservedIpv4, ...reservedIpv6])
const globalUnicast = blockListOf(['2000::/3'])
const nat64 = blockListOf(['64:ff9b::/96'])

/**
 * Whether an IP literal is a host on the public internet. Anything that is not a plain IP literal (a name, a zone id) is
 * not public.
 *
 * NAT64's well-known prefix is judged by the IPv4 address inside: in IPv6-only networks (AWS, mobile) every public IPv4
 * site is reached that way, so refusing the whole prefix would refuse the internet there. Its neighbours 6to4 and Teredo
 * are dead, so they are refused unseen.
 */
export function isPublicAddress(address: string): boolean {
  if (address.includes('%')) return false
  const family = isIP(address)
  if (family === 4) return !reserved.check(address, 'ipv4')
  if (family !== 6) return false
  if (isNat64(address)) return isPublicAddress(ipv4OfNat64(address))
  return globalUnicast.check(address, 'ipv6') && !reserved.check(address, 'ipv6')
}

/** Whether an address carries an IPv4 address behind NAT64's well-known prefix. */
export function isNat64(address: string): boolean {
  return isIP(address) === 6 && !address.includes('%') && nat64.check(address, 'ipv6')
}

/** A host as the URL parser writes it: lower case, without brackets and trailing dots; null where it is no host at all. */
export function canonicalHost(host: string): string | null {
  const url = URL.parse(`http://${isIP(host) === 6 ? `[${host}]` : host}/`)
  return url === null ? null : hostOf(url)
}

/** The host of a URL for looking up and comparing: no brackets around IPv6, no trailing dots. */
export function hostOf(url: URL): string {
  return url.hostname.replace(/^\[|\]$/g, '').replace(/\.+$/, '')
}

/** A set of address ranges; the ranges must be valid CIDRs. */
export function blockListOf(cidrs: string[]): BlockList {
  const list = new BlockList()
  for (const cidr of cidrs) {
    const [network = '', prefix] = cidr.split('/')
    list.addSubnet(network, Number(prefix), isIP(network) === 6 ? 'ipv6' : 'ipv4')
  }
  return list
}

/** The canonical text of a 64:ff9b::/96 address is `64:ff9b::`, then zero, one or two groups: the IPv4 address. */
function ipv4OfNat64(address: string): string {
  const groups = (canonicalHost(address) ?? '').split('::')[1]?.split(':') ?? []
  const [low = 0, high = 0] = groups.reverse().map((group) => Number.parseInt(group || '0', 16))
  return [high >> 8, high & 0xff, low >> 8, low & 0xff].join('.')
}

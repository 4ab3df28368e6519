import { BlockList, isIP, isIPv6 } from 'node:net'

/**
 * The network that a request comes from. Whoever has IPv6 has a whole /64 of addresses to choose from: they count as one.
 * IPv4 addresses in IPv6 clothes are what they are underneath.
 */
export function networkOf(ip: string): string {
  if (!isIPv6(ip)) return ip
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(ip)
  if (mapped) return mapped[1] as string
  const [head = '', tail] = ip.replace(/%.*/, '').split('::')
  const left = head === '' ? [] : head.split(':')
  const right = tail === undefined || tail === '' ? [] : tail.split(':')
  const groups = [...left, ...Array.from({ length: Math.max(0, 8 - left.length - right.length) }, () => '0'), ...right]
  return `${groups.slice(0, 4).join(':')}::/64`
}

/** Names that stand for networks in TRUST_PROXY. */
const named: Record<string, string[]> = {
  loopback: ['127.0.0.1/8', '::1/128'],
  linklocal: ['169.254.0.0/16', 'fe80::/10'],
  uniquelocal: ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', 'fc00::/7'],
}

/** The networks of a list with commas: addresses, CIDRs and names. */
export function networksIn(list: string): { has: (ip: string) => boolean } {
  const networks = new BlockList()
  const entries = list
    .split(',')
    .map((one) => one.trim())
    .filter((one) => one !== '')
  for (const entry of entries.flatMap((one) => named[one] ?? [one])) {
    const [address = '', bits] = entry.split('/')
    const family = isIPv6(address) ? 'ipv6' : 'ipv4'
    if (isIP(address) === 0) continue
    if (bits === undefined) networks.addAddress(address, family)
    else networks.addSubnet(address, Number(bits), family)
  }
  return {
    has: (ip) =>
      isIP(ip) !== 0 &&
      networks.check(ip.replace(/^::ffff:(?=\d+\.)/i, ''), isIPv6(ip) && !/^::ffff:\d+\./i.test(ip) ? 'ipv6' : 'ipv4'),
  }
}

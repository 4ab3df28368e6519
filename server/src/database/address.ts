const wanted = 'Write postgres://user:password@host:5432/database'
const escapes: Record<string, string> = { '#': '%23', '/': '%2F', '?': '%3F', '@': '%40', '%': '%25' }

/** What is the matter with the address of a PostgreSQL, in words that never repeat a password; null when it can be used. */
export function faultOfAddress(address: string): string | null {
  const scheme = /^([a-z][a-z0-9+.-]*):/i.exec(address)?.[1]?.toLowerCase()
  if (scheme && !['postgres', 'postgresql'].includes(scheme) && /^[a-z][a-z0-9+.-]*:\/\//i.test(address))
    return `begins with ${scheme}://, and Whisker works with PostgreSQL only. ${wanted}.`
  if (!scheme || !/^postgres(ql)?:\/\//i.test(address)) return `is not an address of a PostgreSQL. ${wanted}.`
  const rest = address.slice(address.indexOf('://') + 3)
  // A password ends at the last "@" in front of the host, whatever is in it.
  const at = rest.lastIndexOf('@')
  const login = at < 0 ? '' : rest.slice(0, at)
  const raw = [...new Set(login)].filter((sign) => sign !== '%' && sign in escapes)
  if (login.replace(/%[0-9a-f]{2}/gi, '').includes('%')) raw.push('%')
  if (raw.length > 0) {
    const said = raw.map((sign) => `"${sign}" as ${escapes[sign]}`)
    return `has a name or password with signs that mean something else in an address. Write ${said.join(', ')}.`
  }
  if (rest.includes('#')) return 'has a "#" in it. In a name or password write it as %23.'
  if (!URL.canParse(address)) return `cannot be read. ${wanted}; signs such as # and % of the password as %23 and %25.`
  try {
    decodeURIComponent(address)
  } catch {
    return 'has a "%" that begins no character. In a name or password write it as %25.'
  }
  return null
}

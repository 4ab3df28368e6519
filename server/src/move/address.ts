/** How to name a PostgreSQL to people: its address without the password and what stands behind the "?". */
export function nameOfAddress(address: string): string {
  const { username, host, pathname } = new URL(address)
  return `${username ? `${decodeURIComponent(username)}@` : ''}${host}${decodeURIComponent(pathname)}`
}

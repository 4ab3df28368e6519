/**
 * Takes the path of the service off an address. A proxy may pass `/whisker/tasks` on as it came, or as `/tasks`: both are
 * understood, so that nobody has to know which of the two theirs does. Programs on the machine leave it out anyhow.
 */
export function withoutBasePath(base: string, address: string): string {
  if (base === '' || !address.startsWith(base)) return address
  const rest = address.slice(base.length)
  if (rest === '' || rest.startsWith('?')) return `/${rest}`
  return rest.startsWith('/') ? rest : address
}

export const defaultName = 'postgres'

/** PostgreSQL keeps `pg_` for itself, and what goes into its `cluster_name` beside this must fit into 63 bytes. */
export function checkName(name: string): void {
  if (!/^(?!pg_)[a-z][a-z0-9_]{0,39}$/.test(name))
    throw new RangeError(
      `"${name}" cannot be the name of role and database: 1 to 40 of a-z, 0-9 and _, a letter first, and not beginning with pg_.`,
    )
}

import { CannotRun } from '../beside.ts'
import { isUnavailable, type Sql, sqlState } from '../database/connect.ts'

type Target = {
  version: number
  version_text: string
  standby: boolean
  encoding: string
  schema: string | null
  may_create: boolean
  relations: string[]
  secret_there: boolean
}

/**
 * Looks at the PostgreSQL that everything shall go to. What is in it already is never touched.
 *
 * @returns `whisker` when a Whisker's tables are in it: perhaps those of a move that was made before.
 * @throws {CannotRun} with what to do about it
 */
export async function judgeTarget(sql: Sql, name: string): Promise<'empty' | 'whisker'> {
  const [found] = await sql<Target[]>`
    select current_setting('server_version_num')::int as version, current_setting('server_version') as version_text,
           pg_is_in_recovery() as standby, current_setting('server_encoding') as encoding, current_schema() as schema,
           coalesce(has_schema_privilege(current_schema(), 'create'), false) as may_create,
           to_regclass('public.settings') is not null and to_regclass('public.migrations') is not null as secret_there,
           array(select c.relname::text from pg_class c
                 where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p', 'v', 'm', 'S', 'f')
                   and not exists (select from pg_depend d where d.classid = 'pg_class'::regclass and d.objid = c.oid and d.deptype = 'e')
                 order by c.relname limit 4) as relations`.catch((error: unknown) => {
    throw new CannotRun(whyNot(error, name))
  })
  const { version, version_text, standby, encoding, schema, may_create, relations, secret_there } = found as Target
  const refuse = (sentence: string) => {
    throw new CannotRun(`${sentence} Nothing was changed.`)
  }
  if (version < 150_000) refuse(`${name} is PostgreSQL ${version_text}; 15 or newer is needed.`)
  if (standby) refuse(`${name} is a read-only standby. Name the primary.`)
  if (encoding !== 'UTF8')
    refuse(
      `${name} keeps its text as ${encoding}. Make a database with UTF8: createdb --encoding UTF8 --template template0 whisker.`,
    )
  if (schema !== 'public')
    refuse(
      `In ${name} new tables of this user would go into the schema "${schema ?? ''}". Take a user for whom "public" is the first of the search_path.`,
    )
  if (secret_there) return 'whisker'
  if (relations.length > 0)
    refuse(
      `${name} is not empty: it has ${relations.slice(0, 3).join(', ')}${relations.length > 3 ? ' and more' : ''}. Name an empty database (createdb whisker).`,
    )
  if (!may_create)
    refuse(
      `In ${name} this user may not make tables. Let the database belong to it (alter database ... owner to ...), or grant it create on schema public.`,
    )
  return 'empty'
}

/** Why a database could not be asked, in words that never repeat a password. */
function whyNot(error: unknown, name: string): string {
  const state = sqlState(error)
  const said = error instanceof Error ? error.message : String(error)
  if (state === '28P01' || state === '28000')
    return `${name} refuses this user or password. Look into its pg_hba.conf, and write signs such as # and % of the password as %23 and %25.`
  if (state === '3D000') return `${name} does not exist yet. Make it (createdb whisker), then run this command again.`
  if (isUnavailable(error))
    return `${name} cannot be reached (${state}). Is it running, and does it listen for this machine?`
  return `${name} cannot be used: ${said}`
}

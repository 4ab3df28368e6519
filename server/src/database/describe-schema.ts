import type { Sql } from './connect.ts'

/**
 * The schema as text, from the database's own catalogs: what the migrations add up to, in one file that shows the whole
 * data model (`schema.sql`). Written here because the embedded PostgreSQL ships without pg_dump.
 */
export async function describeSchema(sql: Sql): Promise<string> {
  const tables = await sql<{ name: string; unlogged: boolean; options: string | null }[]>`
    select relname as name, relpersistence = 'u' as unlogged, array_to_string(reloptions, ', ') as options
    from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r' order by relname`
  const columns = await sql<{ table: string; line: string }[]>`
    select c.relname as table, quote_ident(a.attname) || ' ' || format_type(a.atttypid, a.atttypmod)
             || case when a.attnotnull then ' not null' else '' end
             || case when a.attidentity <> '' then ' generated always as identity'
                     when d.adbin is not null then ' default ' || pg_get_expr(d.adbin, d.adrelid) else '' end as line
    from pg_attribute a join pg_class c on c.oid = a.attrelid
    left join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
    where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' and a.attnum > 0 and not a.attisdropped
    order by c.relname, a.attnum`
  const constraints = await sql<{ table: string; line: string }[]>`
    select c.relname as table, 'constraint ' || o.conname || ' ' || pg_get_constraintdef(o.oid) as line
    from pg_constraint o join pg_class c on c.oid = o.conrelid
    where o.connamespace = 'public'::regnamespace and o.contype <> 'n'
    order by c.relname, array_position(array['p', 'u', 'f', 'c'], o.contype::text), o.conname`
  const indexes = await sql<{ table: string; line: string }[]>`
    select c.relname as table, pg_get_indexdef(i.indexrelid) as line
    from pg_index i join pg_class c on c.oid = i.indrelid
    where c.relnamespace = 'public'::regnamespace
      and not exists (select from pg_constraint o where o.conindid = i.indexrelid and o.contype in ('p', 'u'))
    order by c.relname, line`
  const triggers = await sql<{ table: string; line: string }[]>`
    select c.relname as table, pg_get_triggerdef(t.oid) as line
    from pg_trigger t join pg_class c on c.oid = t.tgrelid
    where c.relnamespace = 'public'::regnamespace and not t.tgisinternal order by c.relname, t.tgname`
  const functions = await sql<{ text: string }[]>`
    select rtrim(pg_get_functiondef(oid), E'\n') || E';\n\n' as text
    from pg_proc p where pronamespace = 'public'::regnamespace
      and not exists (select from pg_depend d where d.classid = 'pg_proc'::regclass and d.objid = p.oid and d.deptype = 'e')
    order by proname`
  const of = (rows: { table: string; line: string }[], table: string) =>
    rows.filter((row) => row.table === table).map((row) => row.line)

  const text = tables.map(({ name, unlogged, options }) => {
    const lines = [...of(columns, name), ...of(constraints, name)].map((line) => `  ${line}`).join(',\n')
    const statements = [
      `create ${unlogged ? 'unlogged ' : ''}table ${name} (\n${lines}\n)${options ? ` with (${options})` : ''};`,
      ...of(indexes, name).map((line) => `${line.toLowerCase().startsWith('create') ? line : ''};`),
      ...of(triggers, name).map((line) => `${line};`),
    ]
    return statements.join('\n')
  })
  return `-- What the migrations add up to. Made by the tests (UPDATE_SCHEMA=true npm test); not run by anything.\n\n${functions.map((one) => one.text).join('')}${text.join('\n\n')}\n`
}

import postgres from 'postgres'
import { connect } from '../database/connect.ts'
import { migrate } from '../database/migrate.ts'

type Options = postgres.Options<Record<string, never>>

export const template = 'template_whisker'

/** Makes the migrated database that tests clone (30 ms each); one that a run before has left goes. */
export async function makeTemplate(cluster: Options): Promise<Options> {
  await withAdmin(cluster, async (admin) => {
    await admin.unsafe(`drop database if exists ${template} with (force)`)
    await admin.unsafe(`create database ${template}`)
  })
  const options = { ...cluster, database: template }
  const sql = connect({ options, pool: 1, prepare: true, patient: true })
  await migrate(sql)
  await sql.end()
  return options
}

export function dropTemplate(cluster: Options): Promise<void> {
  return withAdmin(cluster, async (admin) => {
    await admin.unsafe(`drop database if exists ${template} with (force)`)
  })
}

async function withAdmin(cluster: Options, work: (admin: postgres.Sql) => Promise<void>): Promise<void> {
  const admin = postgres({ ...cluster, database: 'postgres', max: 1, onnotice: () => {} })
  try {
    await work(admin)
  } finally {
    await admin.end()
  }
}

import type postgres from 'postgres'
import { type HarmName, harms } from './harms/harms.ts'
import { Stand, type StandOptions } from './stand/stand.ts'
import { type Outcome, type Trial, tryOut } from './trial.ts'

/** `careless`: the control, so a kill must show a loss. `drops`: what is taken from the database before anybody works. */
export type Plan = StandOptions & Omit<Trial<Stand>, 'harms'> & { harms: HarmName[]; drops?: string | undefined }

/** A trial on a stand of its own. */
export async function runRounds(plan: Plan): Promise<Outcome> {
  const stand = await Stand.start(plan)
  try {
    return await tryOut(stand, {
      ...plan,
      harms: plan.harms.map((name) => ({ name, harm: harms[name] })),
      before: async () => {
        if (plan.careless) await makeCareless(stand.database.open())
        if (plan.drops) await drop(stand.database.open(), plan.drops)
      },
    })
  } finally {
    await stand.close()
  }
}

/** PostgreSQL acknowledges what it has not written: a kill must then show a loss. */
export async function makeCareless(sql: postgres.Sql): Promise<void> {
  await sql.unsafe('alter system set synchronous_commit = off')
  await sql.unsafe("alter system set wal_writer_delay = '10s'")
  await sql.unsafe('select pg_reload_conf()')
  await sql.end({ timeout: 1 })
}

async function drop(sql: postgres.Sql, statements: string): Promise<void> {
  await sql.unsafe(statements)
  await sql.end({ timeout: 1 })
}

import type { Stand } from '../stand/stand.ts'

/** Connections of the servers that do something now, else any of them. */
async function find({ database }: Stand, random: () => number): Promise<{ pid: number; end: () => Promise<unknown> }> {
  const sql = database.open()
  try {
    const rows = await sql<{ pid: number }[]>`
      select pid from pg_stat_activity
      where backend_type = 'client backend' and pid <> pg_backend_pid() and application_name like 'whisker%'
      order by state = 'active' desc, pid limit 4`
    const pid = rows[Math.floor(random() * rows.length)]?.pid as number
    return { pid, end: () => sql`select pg_terminate_backend(${pid})`.then(() => sql.end({ timeout: 1 })) }
  } catch (error) {
    await sql.end({ timeout: 1 })
    throw error
  }
}

export async function terminateBackend(stand: Stand, random: () => number): Promise<void> {
  for (let n = 0; n < 3; n++) await (await find(stand, random)).end()
}

export async function killBackend(stand: Stand, random: () => number): Promise<void> {
  const { pid } = await find(stand, random)
  process.kill(pid, 'SIGKILL')
}

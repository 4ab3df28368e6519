import { setTimeout as sleep } from 'node:timers/promises'
import { openDatabase } from '../database.ts'

const maxSeconds = 60

/** Until no more renditions are being made: what the memory is then is asked next. */
export async function waitForRenditions(dataDir: string): Promise<void> {
  const sql = openDatabase(dataDir)
  const missing = async () => {
    const [row] = await sql<{ missing: number }[]>`
      select count(*)::int as missing from assets where rendition_type is null and unreadable is null`
    return row?.missing ?? 0
  }
  try {
    let before = Number.POSITIVE_INFINITY
    for (const end = Date.now() + maxSeconds * 1000; Date.now() < end; await sleep(3000)) {
      const now = await missing()
      if (now === before || now === 0) return
      before = now
    }
  } finally {
    await sql.end()
  }
}

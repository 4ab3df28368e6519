import { isDiskFull, type Sql } from './connect.ts'

const lookEveryMs = 1000

/**
 * Whether the database has room on its disk. Nothing is asked while all is well: the first statement that found none makes it
 * doubtful, and from then on whoever wants to know (readiness) tries to write a megabyte, until that goes through.
 */
export class DatabaseRoom {
  private isFull = false
  private lookedAt = Number.NEGATIVE_INFINITY
  private looking: Promise<void> | null = null

  /** A statement failed because there was no room. */
  noteFull(): void {
    this.isFull = true
  }

  async isThere(sql: Sql): Promise<boolean> {
    if (!this.isFull) return true
    if (performance.now() - this.lookedAt > lookEveryMs)
      this.looking ??= this.look(sql).finally(() => {
        this.looking = null
      })
    await this.looking
    return !this.isFull
  }

  private async look(sql: Sql): Promise<void> {
    try {
      // Gone at the commit; in the files of the database all the same, and its rows in the catalogue are in the log.
      await sql.begin(async (tx) => {
        await tx`create temporary table whisker_room (filler text) on commit drop`
        await tx`insert into whisker_room select repeat(md5(n::text), 31) from generate_series(1, 1000) n`
      })
      this.isFull = false
    } catch (error) {
      if (!isDiskFull(error)) throw error
    }
    this.lookedAt = performance.now()
  }
}

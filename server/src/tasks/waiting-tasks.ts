import { Gauge } from 'prom-client'
import type { Sql } from '../database/connect.ts'
import type { Round } from '../jobs/loop.ts'
import { nonePassedOver, type PassedOver } from './passed-over.ts'
import { isSkipped } from './skipped.ts'

/**
 * Tasks of all projects that no time finishes, for `/metrics`: passed over because of a picture, or skipped by all who saw
 * them. Counted by a loop: a scrape asks no database. Every server says the same, so take the maximum of them, not the sum.
 */
export class WaitingTasks {
  private readonly passedOver = new Gauge({
    name: 'whisker_tasks_passed_over',
    help: 'Tasks that are given to nobody because a picture cannot be shown, by why; each server counts those of all',
    labelNames: ['kind'],
    registers: [],
  })
  private readonly skipped = new Gauge({
    name: 'whisker_tasks_skipped',
    help: 'Tasks that all who have seen them have skipped; each server counts those of all',
    registers: [],
  })
  readonly gauges = [this.passedOver, this.skipped]

  count(sql: Sql): Round {
    return async () => {
      const [kinds, [skips]] = await Promise.all([
        sql<{ kind: keyof PassedOver; count: number }[]>`
          select code as kind, count(*)::int as count from passed_over group by code`,
        sql<{ count: number }[]>`select count(*)::int as count from tasks t where ${isSkipped(sql)}`,
      ])
      for (const kind of Object.keys(nonePassedOver))
        this.passedOver.set({ kind }, kinds.find((one) => one.kind === kind)?.count ?? 0)
      this.skipped.set(skips?.count ?? 0)
      return 'done'
    }
  }
}

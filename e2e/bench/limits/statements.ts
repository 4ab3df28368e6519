import { randomUUID } from 'node:crypto'
import type { StatementsOrder } from '../lean/orders.ts'
import type { Samples } from '../lean/work.ts'
import { Wire } from './wire.ts'

/**
 * What a take and an answer write, as two plain prepared statements on narrow tables with nothing but their keys: no promise is kept
 * here but that of the disk. `openLimitTables` makes them.
 */
const take = `
  with turn as (
    insert into machine_limit.turns as t values ($3, 1) on conflict (worker_id) do update set position = t.position + 1
  ), place as (
    update machine_limit.tasks set active = 1 where id = $1
  )
  insert into machine_limit.holds (id, task_id, worker_id, token, deadline) values ($2, $1, $3, $4, now() + interval '10 minutes')`

const submit = `
  with hold as (
    update machine_limit.holds set state = 'submitted', ended_at = now() where id = $2
  ), place as (
    update machine_limit.tasks set active = 0, answered = 1, status = 'completed', completed_at = now() where id = $1
  ), answer as (
    insert into machine_limit.answers (task_id, worker_id, hold_id, "values") values ($1, $3, $2, '[{"animal":"cat"}]')
  ), result as (
    insert into machine_limit.results (task_id, fields)
    values ($1, '[{"animal":{"value":"cat","confidence":0.775,"votes":[{"value":"cat","count":1}]}}]')
  )
  insert into machine_limit.events (type, data)
  values ('answer.submitted', '{"animal":"cat"}'), ('task.completed', '{"animal":"cat"}')`

export async function prepareStatements(
  order: StatementsOrder,
  isOver: () => boolean,
): Promise<() => Promise<Samples>> {
  const wires = await Promise.all(
    Array.from({ length: order.connections }, async () => {
      const wire = await Wire.open(order.socket, order.password)
      await wire.prepare('take', take)
      await wire.prepare('submit', submit)
      return wire
    }),
  )
  const units: number[] = []
  let next = 0
  const work = async (wire: Wire) => {
    const worker = randomUUID()
    while (next < order.tasks.length && !isOver()) {
      const begun = performance.now()
      const task = order.tasks[next++] as string
      const hold = randomUUID()
      await wire.run('take', [task, hold, worker, 'x'.repeat(22)])
      await wire.run('submit', [task, hold, worker])
      units.push(performance.now() - begun)
    }
    wire.close()
  }
  return async () => {
    await Promise.all(wires.map(work))
    return { units, takes: [], answers: [] }
  }
}

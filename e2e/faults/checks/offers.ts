import type { History } from '../history.ts'
import { placeOf, type Stored } from './stored.ts'
import type { Fault } from './told.ts'

const done = ['task.completed', 'task.needs_review', 'task.cancelled']

/** What was offered was there to be done: by anybody, and by this person. */
export function checkOffers({ offers, steps, told }: History, { hold: holds, places }: Stored): Fault[] {
  const faults: Fault[] = []
  const eventsOf = Map.groupBy(told, ({ task }) => task)
  const stepsOf = Map.groupBy(
    steps.filter(({ what }) => what === 'answer' || what === 'hold'),
    ({ id }) => {
      const hold = holds.get(id)
      return hold ? placeOf(hold) : id
    },
  )
  const cancelled = new Map(
    steps.filter(({ what, outcome }) => what === 'status' && outcome === 'ok').map((step) => [step.id, step.to]),
  )
  for (const { hold: id, from } of offers) {
    const hold = holds.get(id)
    if (!hold) {
      faults.push({ what: 'a hold was given, and is not there', id })
      continue
    }
    if ((cancelled.get(hold.task_id) ?? Number.POSITIVE_INFINITY) < from)
      faults.push({ what: 'a task was offered after its cancellation was acknowledged', id: hold.task_id })

    const events = eventsOf.get(hold.task_id) ?? []
    const end = events.findLastIndex(({ type, at }) => done.includes(type) && at < from)
    const isOpenAgain = events.slice(end + 1).some(({ type }) => type === 'task.reopened')
    if (end >= 0 && !isOpenAgain && !places.get(hold.task_id)?.gold)
      faults.push({ what: `a task was offered after ${events[end]?.type} was told`, id: hold.task_id })

    const own = stepsOf.get(placeOf(hold)) ?? []
    const over = own.findLast(({ to, outcome, value }) => outcome === 'ok' && value !== 'released' && to < from)
    const isBack = own.some(({ value, outcome }) => value === 'none' && outcome !== 'fail')
    if (over && !isBack)
      faults.push({
        what: `a task was offered to who had ${over.value === 'skipped' ? 'skipped' : 'answered'} it`,
        id,
        steps: own,
      })
  }
  return faults
}

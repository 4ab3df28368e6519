import type { History } from '../history.ts'
import type { Stored } from './stored.ts'
import type { Fault } from './told.ts'

/**
 * Never more people on a task than it has places for. By what clients were told, not by the moments in the rows: those are when a
 * transaction began, and one that began before a place was free may be given it.
 *
 * @param holdMs how long a hold lasts that nobody prolongs
 * @param maxAnswers how many answers a task of a project may ever have wanted
 */
export function checkPlaces(
  { offers, steps, expiredAt }: History,
  stored: Stored,
  holdMs: number,
  maxAnswers: (projectId: number) => number,
): Fault[] {
  const endings = new Map<string, number>()
  for (const { what, id, value, from } of steps)
    if (what === 'hold' || (what === 'answer' && value === 'none'))
      endings.set(id, Math.min(from, endings.get(id) ?? Number.POSITIVE_INFINITY))
  const answeredAt = new Map(
    steps.filter(({ what, outcome }) => what === 'answer' && outcome === 'ok').map((step) => [step.id, step.to]),
  )
  const held = offers.flatMap(({ hold: id, from, to }) => {
    const hold = stored.hold.get(id)
    const place = hold && stored.places.get(hold.task_id)
    if (!place || stored.status.get(hold.task_id) === 'cancelled') return []
    const deadline = from < expiredAt ? Math.min(from + holdMs, expiredAt) : from + holdMs
    const isInTime = hold.state === 'submitted' && (answeredAt.get(id) ?? Number.POSITIVE_INFINITY) < deadline
    const until = Math.min(endings.get(id) ?? Number.POSITIVE_INFINITY, isInTime ? Number.POSITIVE_INFINITY : deadline)
    return [{ task: hold.task_id, from: to, until, places: Math.max(place.wanted, maxAnswers(place.project_id)) }]
  })
  const faults: Fault[] = []
  for (const [id, ofTask] of Map.groupBy(held, ({ task }) => task)) {
    const isOver = ofTask.some(
      ({ from, places }) => ofTask.filter((other) => other.from <= from && other.until > from).length > places,
    )
    if (isOver) faults.push({ what: 'more holds at one time than places', id })
  }
  return faults
}

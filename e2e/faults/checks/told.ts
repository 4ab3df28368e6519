import { faultOf } from '../allowed.ts'
import type { History, Step } from '../history.ts'
import { placeOf, type Stored } from './stored.ts'

export type Fault = { what: string; id: string; steps?: Step[] }

/** Compares what clients were told with what is there. */
export function checkTold({ steps }: History, stored: Stored, overlap: string): Fault[] {
  const faults: Fault[] = []
  const look = (
    what: Step['what'],
    nameOf: (step: Step) => string,
    initial: string | null,
    there: (name: string) => string,
  ) => {
    const of = Map.groupBy(
      steps.filter((step) => step.what === what),
      nameOf,
    )
    for (const [id, ofOne] of of) {
      const fault = faultOf(ofOne, initial, there(id))
      if (fault) faults.push({ what: `${what} ${fault}`, id, steps: ofOne })
    }
  }
  const byId = ({ id }: Step) => id

  look('task', byId, 'nothing', (id) => stored.task.get(id)?.join(' and ') ?? 'nothing')
  // Of a worker who held a task twice, the answers of both holds are steps on one place.
  look(
    'answer',
    ({ id }) => placeOfHold(stored, id),
    'none',
    (place) => stored.answer.get(place) ?? 'none',
  )
  look('hold', byId, null, (id) => stored.hold.get(id)?.state ?? 'gone')
  look('status', byId, null, (id) => stored.status.get(id) ?? 'gone')
  look('overlap', byId, overlap, (id) => stored.overlap.get(id) ?? 'gone')
  look('correction', byId, null, (id) => stored.correction.get(id) ?? 'none')
  return faults
}

function placeOfHold({ hold }: Stored, id: string): string {
  const stored = hold.get(id)
  return stored ? placeOf(stored) : id
}

import type postgres from 'postgres'
import { checkEvents, readStory, type Story } from './checks/events.ts'
import { checkOffers } from './checks/offers.ts'
import { checkPlaces } from './checks/places.ts'
import { checkRules } from './checks/rules.ts'
import { readStored } from './checks/stored.ts'
import { checkTold } from './checks/told.ts'
import { holdSeconds, maxAnswers, overlap, type Site } from './clients/site.ts'
import type { History } from './history.ts'

/**
 * Everything that must hold when a run is over.
 *
 * @param story of which the follower has been told; else as it is now
 * @returns each violation, with the steps that show it
 */
export async function checkHistory(
  sql: postgres.Sql,
  { projects }: Pick<Site, 'projects'>,
  history: History,
  story?: Story,
): Promise<string[]> {
  const ids = projects.map(({ id }) => id)
  const moving = new Set(projects.filter(({ kind }) => kind === 'moving').map(({ id }) => id))
  const stored = await readStored(sql, ids)
  const faults = [
    ...checkTold(history, stored, `${overlap.min_answers}-${overlap.max_answers}`),
    ...checkOffers(history, stored),
    ...checkEvents(story ?? (await readStory(sql, ids)), ids, history.told),
    ...checkPlaces(history, stored, holdSeconds * 1000, (id) => (moving.has(id) ? maxAnswers.moving : 0)),
    ...(await checkRules(sql, ids)),
  ]
  const lines = faults.map(({ what, id, steps }) =>
    [`${what}: ${id}`, ...(steps ?? history.of(id)).map((step) => `    ${JSON.stringify(step)}`)].join('\n'),
  )
  return [...lines, ...new Set(history.refusals)]
}

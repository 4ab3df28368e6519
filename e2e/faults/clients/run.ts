import type { History } from '../history.ts'
import { request } from './request.ts'
import { send } from './send.ts'
import type { Site } from './site.ts'
import { work } from './work.ts'

/** What each client needs: where it is, what it writes down, its dice, and when to end. */
export type Run = Site & {
  history: History
  random: () => number
  stop: AbortSignal
  /** Each sender rests so long between two requests, in ms; more where a harm lasts long, so that not all that is left is work. */
  restMs?: number | undefined
  /** How often a task or an answer is sent again while nobody says what became of it; a page does not give up. */
  triesAgain?: number | undefined
}

/** Senders, workers and a requester, through everything that happens, until the signal. */
export async function runClients(run: Run): Promise<void> {
  const clients = run.projects.flatMap((project) => [
    send(run, project),
    ...project.workers.map((key) => work(run, project, key)),
  ])
  await Promise.all([...clients, request(run)])
}

import { ask, pause } from '../ask.ts'
import type { Run } from './run.ts'
import { overlaps } from './site.ts'

/** A requester who cancels tasks, corrects results, and cannot decide how many answers are wanted. */
export async function request(run: Run): Promise<void> {
  const { random, stop, history } = run
  const moving = run.projects.find(({ kind }) => kind === 'moving')
  while (!stop.aborted) {
    await pause(50)
    const of = (type: string) => {
      const some = history.told.slice(-400).filter((event) => event.type === type && event.task !== null)
      return some[Math.floor(random() * some.length)]?.task
    }
    const die = random()
    const [open, done] = [of('task.created'), of('task.completed')]
    if (die < 0.4 && open) await put(run, 'status', open, 'cancellation', 'cancelled', {})
    else if (die < 0.7 && done) await put(run, 'correction', done, 'correction', 'fox', { result: [{ animal: 'fox' }] })
    else if (moving) await changeOverlap(run, moving.id)
  }
}

type Set = 'status' | 'correction'

async function put({ stand, key, history }: Run, what: Set, task: string, verb: string, value: string, json: unknown) {
  await history.record(what, task, value, () =>
    ask(stand.url(), { method: 'PUT', path: `/tasks/${task}/${verb}`, key, json }),
  )
}

async function changeOverlap({ stand, key, history, random }: Run, projectId: number): Promise<void> {
  const json = overlaps[Math.floor(random() * overlaps.length)] as (typeof overlaps)[number]
  await history.record('overlap', `${projectId}`, `${json.min_answers}-${json.max_answers}`, () =>
    ask(stand.url(), { method: 'PATCH', path: `/projects/${projectId}`, key, json }),
  )
}

import type { Server } from '../context.ts'
import type { Crowds } from '../crowd/crowds.ts'
import { inBatches } from '../database/batches.ts'
import { readContents, type TaskContent, type TaskOf } from './content.ts'
import { type Counted, countTogether, type ToCount } from './count.ts'
import { type Ended, endTogether, type ToEnd } from './end.ts'
import { type Form, findForms } from './find-form.ts'
import type { Hold } from './hold.ts'
import { RememberedForms } from './remembered-forms.ts'
import type { Wish } from './take.ts'
import { type Taken, takeTogether } from './take-together.ts'
import { Windows } from './windows.ts'

/** What the requests of one server ask together. */
type Together = {
  take: (wish: Wish) => Promise<Taken | null>
  windows: Windows
  forms: RememberedForms
  readContent: (task: TaskOf) => Promise<TaskContent | undefined>
  findForm: (hold: Hold) => Promise<Form | null>
  count: (one: ToCount) => Promise<Counted | null>
  end: (one: ToEnd) => Promise<Ended | null>
}

const byServer = new WeakMap<Crowds, Together>()

export function together({ hot, crowds }: Pick<Server, 'hot' | 'crowds'>): Together {
  const known = byServer.get(crowds)
  if (known) return known
  const windows = new Windows()
  const forms = new RememberedForms()
  const made: Together = {
    windows,
    forms,
    take: inBatches({
      run: (wishes: Wish[]) => takeTogether(hot, { windows, forms }, wishes),
      // A worker's takes go one after the other, or each would send the other back.
      keyOf: ({ projectId, workerId }) => `${projectId} ${workerId}`,
      groupOf: ({ projectId }) => projectId,
    }),
    readContent: inBatches({
      run: (tasks: TaskOf[]) => readContents(hot, tasks),
      keyOf: ({ taskId }) => taskId,
      groupOf: ({ projectId }) => projectId,
    }),
    findForm: inBatches({
      run: async (holds: Hold[]) => {
        const found = await findForms(hot, holds)
        for (const [n, { projectId }] of holds.entries()) if (found[n]) forms.noteForm(projectId, found[n])
        return found
      },
      keyOf: ({ assignmentId, workerId }) => `${assignmentId} ${workerId}`,
      groupOf: ({ projectId }) => projectId,
    }),
    count: inBatches({
      run: async (many: ToCount[]) => {
        const counted = await countTogether(hot, crowds, many)
        for (const [n, { hold, form }] of many.entries()) {
          forms.forget(hold)
          if (counted[n]) windows.noteAnswer(hold, form.task_id)
        }
        return counted
      },
      keyOf: ({ form }) => form.task_id,
      groupOf: ({ hold }) => hold.projectId,
    }),
    end: inBatches({
      run: async (many: ToEnd[]) => {
        const ended = await endTogether(hot, many)
        for (const { hold } of many) forms.forget(hold)
        return ended
      },
      keyOf: ({ hold }) => hold.assignmentId,
      groupOf: ({ hold }) => hold.projectId,
    }),
  }
  byServer.set(crowds, made)
  return made
}

import type { Claimed } from './claim.ts'
import type { Form } from './find-form.ts'
import type { Hold } from './hold.ts'

const maxHolds = 20_000
const maxForms = 1000

/** Of the task no more than is needed: what it asks may be long, and many holds are never answered here. */
type Given = Omit<Hold, 'assignmentId'> & Pick<Form, 'task_id' | 'version' | 'item_count' | 'answer_changes'>

/**
 * The forms of tasks that this server gave and that want one answer alone: who answers them needs not be asked for first what they were
 * given a moment ago. Whatever has changed since is seen by the statement that counts the answer (count.ts), since the task
 * stands as it did and the project's row is in the state in which it was read: then the form is read anew.
 *
 * Not remembered: where the others' answers are judged too, and where the project has a floor of seconds, which asks for the time.
 */
export class RememberedForms {
  private readonly holds = new Map<string, Given>()
  private readonly forms = new Map<string, Form>()
  private readonly workspaces = new Map<number, number>()

  noteGiven(projectId: number, workerId: string, given: readonly Claimed[]): void {
    for (const { id, token, version, content } of given) {
      const { task_id, wanted, item_count, answer_changes } = content
      const task = { task_id, version, item_count, answer_changes }
      if (wanted === 1) keep(this.holds, id, { projectId, workerId, token, ...task }, maxHolds)
    }
  }

  /** A form was read; that of the next task of this version is the same as long as the project's row is. */
  noteForm(projectId: number, form: Form): void {
    keep(this.workspaces, projectId, form.workspace_id, maxForms)
    if (form.has_floor || form.has_gold) return
    keep(this.forms, `${projectId} ${form.version}`, { ...form, others: [] }, maxForms)
  }

  /** Whose the project is, which never changes. */
  workspaceOf(projectId: number): number | undefined {
    return this.workspaces.get(projectId)
  }

  of({ assignmentId, workerId, token }: Hold): Form | null {
    const given = this.holds.get(assignmentId)
    if (given?.workerId !== workerId || given.token !== token) return null
    const { task_id, item_count, answer_changes } = given
    const form = this.forms.get(`${given.projectId} ${given.version}`)
    if (!form) return null
    const task = { task_id, item_count, answer_changes, answered: 0, gold: null, is_completed: false }
    return { ...form, ...task, too_fast: false, is_remembered: true }
  }

  forget({ assignmentId }: Hold): void {
    this.holds.delete(assignmentId)
  }
}

/** A Map keeps the order of insertion: the first is the oldest. */
function keep<K, T>(map: Map<K, T>, key: K, value: T, max: number): void {
  map.delete(key)
  map.set(key, value)
  const [oldest] = map.keys()
  if (map.size > max && oldest !== undefined) map.delete(oldest)
}

import { closedTask } from './closed-task.ts'
import type { Journal } from './journal.ts'
import type { Outcome } from './outcome.ts'
import type { Ready } from './read-ahead.ts'
import type { Stored } from './send-pictures.ts'
import type { StoredPicture, TaskMade } from './send-tasks.ts'

export type ContentsOptions = {
  dryRun: boolean
  journal: Journal | null
  onOutcome: (outcome: Outcome) => void
  /** Sends a task: of a first file, or one more name of a task that is there. */
  addTask: (picture: StoredPicture) => void
}

/** The first file with a content. Others with the same content wait for what becomes of it. */
type First = {
  name: string
  taskId: string | null
  /** Most have none: the list is made when it is needed. */
  twins: Ready[] | null
  end: 'there' | 'planned' | { code: string; detail: string } | null
}

/** What becomes of each content of a run, and so of each file that has it: every file that was met has one outcome in the end. */
export class Contents {
  private readonly firsts = new Map<string, First>()
  /** What is being sent as a task, by its path. */
  private readonly underWay = new Map<string, { first: First; as: 'first' | 'twin' | 'renamed' }>()
  private readonly options: ContentsOptions

  constructor(options: ContentsOptions) {
    this.options = options
  }

  /** @returns whether nothing is known of its content yet; else its outcome is that of the first one. */
  isNew(picture: Ready): boolean {
    const first = this.firsts.get(picture.sha256)
    if (first) this.addTwin(first, picture)
    else this.firsts.set(picture.sha256, { name: picture.name, taskId: null, twins: null, end: null })
    return !first
  }

  /** The service has their tasks already. */
  areThere(found: { picture: Ready; taskId: string }[]): void {
    this.note(found)
    for (const { picture, taskId } of found) this.settleThere(this.firstOf(picture), picture, taskId, false)
  }

  /** Its task is there under another name, and gets this one, too. */
  rename(picture: Ready): void {
    this.sendName(this.firstOf(picture), picture, 'renamed')
  }

  fail(picture: Ready, { code, detail }: { code: string; detail: string }): void {
    this.settleFailed(this.firstOf(picture), picture, code, detail)
  }

  /** It would be sent, were this no rehearsal. */
  plan({ name, path, sha256 }: Ready): void {
    this.options.onOutcome({ status: 'would_send', name, path, sha256 })
    this.settleTwins(this.firstOf({ sha256 }), 'planned')
  }

  /** @returns what a task is to be made of; null where there is nothing. */
  settleStored(picture: Ready, outcome: Stored): StoredPicture | null {
    const first = this.firstOf(picture)
    if (!outcome.ok) {
      this.settleFailed(first, picture, outcome.code, outcome.detail)
      return null
    }
    const { path, name, sha256, sizeBytes, mtimeMs } = outcome.picture
    if (sha256 !== picture.sha256)
      this.settleTwins(first, { code: 'changed', detail: 'was changed since it was sent: run the command again' })
    this.underWay.set(path, { first, as: 'first' })
    return { path, name, sha256, sizeBytes, mtimeMs, warnings: outcome.warnings }
  }

  settleTasks(made: TaskMade[]): void {
    this.note(made.flatMap((task) => (task.ok ? [task] : [])))
    for (const task of made) {
      const { first, as } = this.underWay.get(task.picture.path) as { first: First; as: string }
      this.underWay.delete(task.picture.path)
      const closed = task.ok && closedTask(task.taskId, task.status)
      if (closed) this.settleFailed(first, task.picture, closed.code, closed.detail)
      else if (as === 'twin') this.settleTwin(first, task)
      else if (task.ok) this.settleThere(first, task.picture, task.taskId, task.isNew && as === 'first')
      else this.settleFailed(first, task.picture, task.code, task.detail)
    }
  }

  private firstOf({ sha256 }: { sha256: string }): First {
    return this.firsts.get(sha256) as First
  }

  private note(tasks: { picture: StoredPicture; taskId: string }[]): void {
    if (this.options.dryRun) return
    this.options.journal?.add(
      tasks.map(({ picture, taskId }) => ({
        sha256: picture.sha256,
        path: picture.path,
        size: picture.sizeBytes,
        mtime_ms: picture.mtimeMs,
        task_id: taskId,
      })),
    )
  }

  private settleThere(
    first: First,
    { name, path, sha256, warnings }: StoredPicture,
    taskId: string,
    isNew: boolean,
  ): void {
    const told = warnings && warnings.length > 0 ? { warnings } : {}
    this.options.onOutcome({ status: isNew ? 'created' : 'already_there', name, path, sha256, taskId, ...told })
    first.taskId = taskId
    this.settleTwins(first, 'there')
  }

  private settleFailed(first: First, { name, path }: StoredPicture, code: string, detail: string): void {
    this.options.onOutcome({ status: 'failed', name, path, code, detail })
    this.settleTwins(first, { code, detail })
  }

  private settleTwins(first: First, end: NonNullable<First['end']>): void {
    if (first.end) return
    first.end = end
    const twins = first.twins ?? []
    first.twins = null
    for (const twin of twins) this.addTwin(first, twin)
  }

  private addTwin(first: First, twin: Ready): void {
    const { name, path, sha256 } = twin
    if (first.end === null) {
      first.twins ??= []
      first.twins.push({ ...twin, bytes: null })
    } else if (typeof first.end === 'object') this.options.onOutcome({ status: 'failed', name, path, ...first.end })
    else if (first.end === 'there') this.sendName(first, twin, 'twin')
    else
      this.options.onOutcome({ status: 'same_picture', name, path, sha256, taskId: first.taskId, sameAs: first.name })
  }

  /** The picture is there; its task gets one more name, so that this one finds it, too. */
  private sendName(first: First, { path, name, sha256, sizeBytes, mtimeMs }: Ready, as: 'twin' | 'renamed'): void {
    this.underWay.set(path, { first, as })
    this.options.addTask({ path, name, sha256, sizeBytes, mtimeMs })
  }

  private settleTwin(first: First, task: TaskMade): void {
    const { name, path, sha256 } = task.picture
    if (!task.ok) this.options.onOutcome({ status: 'failed', name, path, code: task.code, detail: task.detail })
    else
      this.options.onOutcome({
        ...{ status: 'same_picture', name, path, sha256 },
        ...{ taskId: task.taskId, sameAs: first.name },
      })
  }
}

import type { Client } from '@whisker/api/client.ts'
import { nameOfPath } from '@whisker/api/file-names.ts'
import { type Outage, Stopped } from '../outage.ts'
import { closedTask } from './closed-task.ts'
import { InFlight } from './in-flight.ts'
import type { Journal } from './journal.ts'
import type { Outcome } from './outcome.ts'
import { type Batch, type Ready, readAhead } from './read-ahead.ts'
import { makeParcels, storeParcel } from './send-parcels.ts'
import type { Stored } from './send-pictures.ts'
import { externalIdOf, type StoredPicture, type TaskMade, TaskSender } from './send-tasks.ts'
import type { Found } from './walk.ts'

export type RunOptions = {
  client: Client
  projectId: number
  /** The image field that the pictures are for. */
  field: string
  files: AsyncIterable<Found>
  /**
   * How many files are read, and how many pictures are sent, at the same time. Measured with 60 KB pictures, service and
   * database on the same two cores: 8 send 740 a second, 16 send 1180, 32 send 960 (each wait is one for the disk).
   */
  concurrency: number
  journal: Journal | null
  outage: Outage
  /** Base names that count as sent. */
  sentBefore: ReadonlySet<string>
  dryRun: boolean
  /** Once aborted, no new picture is begun; what is under way is finished and noted. */
  stop: AbortSignal
  onOutcome: (outcome: Outcome) => void
  /** A file that is no picture by its name. */
  onPassedOver: (why: string) => void
}

/** The first file with a content. Others with the same content wait for what becomes of it. */
type First = {
  name: string
  sha256: string
  taskId: string | null
  /** Most have none: the list is made when it is needed. */
  twins: Ready[] | null
  end: 'there' | 'planned' | { code: string; detail: string } | null
}

/**
 * Sends pictures: walk → read and hash → ask the service which have a task → store those that have none → make their
 * tasks. Each stage works on what the one before has finished; memory is bounded by two batches (`read-ahead.ts`).
 *
 * It may be killed at any moment: a picture counts when the service has confirmed its task, the id of the task is the
 * hash of the content, and the next run asks the service again. Failures of single files are outcomes.
 *
 * @throws what stops a run: no access, a closed project, an outage that does not end
 */
export async function uploadPictures(options: RunOptions): Promise<void> {
  const firsts = new Map<string, First>()
  /** What is being sent as a task: the first of its content, or one more name of a task that is there. */
  const underWay = new Map<string, { first: First; as: 'first' | 'twin' | 'renamed' }>()
  const halt = new AbortController()
  // Four parcels: while one is stored, others are on their way. An eighth of what a service gives to bodies unless it is
  // set up otherwise (MAX_INFLIGHT_MB).
  const inFlight = new InFlight(16_000_000)
  const isHalted = () => halt.signal.aborted || options.stop.aborted
  const { client, projectId, field, outage, journal, onOutcome } = options
  const tasks = new TaskSender({ client, projectId, field, outage, settled: settleTasks })

  async function run(): Promise<void> {
    let sending = Promise.resolve()
    let fatal: { error: unknown } | null = null
    const fail = (error: unknown) => {
      fatal ??= { error }
      halt.abort()
    }
    const both = AbortSignal.any([halt.signal, options.stop])
    for await (const batch of readAhead(choose(), journal, options.concurrency, both)) {
      const missing = await findMissing(batch).catch(fail)
      await sending
      if (fatal || !missing) break
      sending = send(missing).catch(fail)
    }
    await sending
    const finished =
      fatal ??
      (await tasks.flush().then(
        () => null,
        (error) => ({ error }),
      ))
    if (finished && !(finished.error instanceof Stopped)) throw finished.error
  }

  /** Lets pictures through and settles what needs no reading. */
  async function* choose(): AsyncGenerator<Found & { kind: 'picture' }> {
    for await (const found of options.files) {
      if (found.kind === 'passed_over') options.onPassedOver(found.why)
      else if (found.kind === 'left_out')
        onOutcome({
          status: 'failed',
          code: 'unsupported_image',
          detail: found.reason,
          name: found.name,
          path: found.path,
        })
      else if (found.kind === 'unusable')
        onOutcome({ status: 'failed', code: 'unreadable', detail: found.reason, name: found.name, path: found.path })
      else if (options.sentBefore.has(found.name.slice(found.name.lastIndexOf('/') + 1)))
        onOutcome({ status: 'sent_before', name: found.name, path: found.path })
      else yield found
    }
  }

  /** Settles what cannot be sent, what was met before in this run, and what the service has. */
  async function findMissing(batch: Batch): Promise<Ready[]> {
    for (const failed of batch.failed) onOutcome({ status: 'failed', ...failed })
    const news: Ready[] = []
    for (const picture of batch.ready) {
      const first = firsts.get(picture.sha256)
      if (first) addTwin(first, picture)
      else {
        firsts.set(picture.sha256, {
          name: picture.name,
          sha256: picture.sha256,
          taskId: null,
          twins: null,
          end: null,
        })
        news.push(picture)
      }
    }
    if (news.length === 0) return []
    const external_ids = news.map((picture) => externalIdOf(picture.sha256))
    const { found } = await outage.run(() => client.lookUpTasks({ body: { project_id: projectId, external_ids } }))
    const tasksThere = new Map(found.map((task) => [task.external_id, task]))
    const missing: Ready[] = []
    const there: { picture: Ready; taskId: string }[] = []
    for (const picture of news) {
      const task = tasksThere.get(externalIdOf(picture.sha256))
      const closed = task?.status === 'cancelled' && closedTask(task.task_id, task.status)
      if (closed) settleFailed(firsts.get(picture.sha256) as First, picture, closed.code, closed.detail)
      // The service lost or damaged the picture: these bytes mend it.
      else if (!task || task.status === 'unreadable' || task.passed_over_reason) missing.push(picture)
      else if (options.dryRun || !task.names || task.names.includes(nameOfPath(picture.name).name))
        there.push({ picture, taskId: task.task_id })
      else sendName(firsts.get(picture.sha256) as First, picture, 'renamed')
    }
    note(there)
    for (const { picture, taskId } of there) settleThere(firsts.get(picture.sha256), picture, taskId, false)
    if (!options.dryRun) return missing
    for (const picture of missing) {
      onOutcome({ status: 'would_send', name: picture.name, path: picture.path, sha256: picture.sha256 })
      settleTwins(firsts.get(picture.sha256), 'planned')
    }
    return []
  }

  /** Pictures are stored a parcel at a time, several side by side; their tasks are made in the order of the walk. */
  async function send(pictures: Ready[]): Promise<void> {
    await tasks.room()
    const parcels = makeParcels(pictures)
    const stored: (StoredPicture | null)[][] = new Array(parcels.length)
    let next = 0
    let head = 0
    const lane = async () => {
      while (next < parcels.length && !isHalted()) {
        const index = next++
        stored[index] = await store(parcels[index] as Ready[])
        for (let done = stored[head]; done; done = stored[++head])
          for (const picture of done) if (picture) tasks.add(picture)
      }
    }
    // All lanes come to their end, also when one fails: nothing is under way when this returns.
    const stopOthers = (error: unknown) => {
      halt.abort()
      throw error
    }
    const ends = await Promise.allSettled(Array.from({ length: options.concurrency }, () => lane().catch(stopOthers)))
    const failed = ends.find((end) => end.status === 'rejected')
    if (failed) throw failed.reason
  }

  async function store(parcel: Ready[]): Promise<(StoredPicture | null)[]> {
    const bytes = parcel.reduce((sum, picture) => sum + picture.sizeBytes, 0)
    const outcomes = await inFlight.run(bytes, () => storeParcel(client, outage, parcel))
    return parcel.map((picture, at) => {
      // The bytes have gone out; the batch must not hold them any longer.
      picture.bytes = null
      return settleStored(picture, outcomes[at] as Stored)
    })
  }

  function settleStored(picture: Ready, outcome: Stored): StoredPicture | null {
    const first = firsts.get(picture.sha256) as First
    if (!outcome.ok) {
      settleFailed(first, picture, outcome.code, outcome.detail)
      return null
    }
    const { path, name, sha256, sizeBytes, mtimeMs } = outcome.picture
    if (sha256 !== picture.sha256)
      settleTwins(first, { code: 'changed', detail: 'was changed since it was sent: run the command again' })
    underWay.set(path, { first, as: 'first' })
    return { path, name, sha256, sizeBytes, mtimeMs, warnings: outcome.warnings }
  }

  function settleTasks(made: TaskMade[]): void {
    note(made.flatMap((task) => (task.ok ? [task] : [])))
    for (const task of made) {
      const { first, as } = underWay.get(task.picture.path) as { first: First; as: string }
      underWay.delete(task.picture.path)
      const closed = task.ok && closedTask(task.taskId, task.status)
      if (closed) settleFailed(first, task.picture, closed.code, closed.detail)
      else if (as === 'twin') settleTwin(first, task)
      else if (task.ok) settleThere(first, task.picture, task.taskId, task.isNew && as === 'first')
      else settleFailed(first, task.picture, task.code, task.detail)
    }
  }

  function note(tasks: { picture: StoredPicture; taskId: string }[]): void {
    if (options.dryRun) return
    journal?.add(
      tasks.map(({ picture, taskId }) => ({
        sha256: picture.sha256,
        path: picture.path,
        size: picture.sizeBytes,
        mtime_ms: picture.mtimeMs,
        task_id: taskId,
      })),
    )
  }

  function settleThere(
    first: First | undefined,
    { name, path, sha256, warnings }: StoredPicture,
    taskId: string,
    isNew: boolean,
  ): void {
    const told = warnings && warnings.length > 0 ? { warnings } : {}
    onOutcome({ status: isNew ? 'created' : 'already_there', name, path, sha256, taskId, ...told })
    if (first) first.taskId = taskId
    settleTwins(first, 'there')
  }

  function settleFailed(first: First, { name, path }: StoredPicture, code: string, detail: string): void {
    onOutcome({ status: 'failed', name, path, code, detail })
    settleTwins(first, { code, detail })
  }

  function settleTwins(first: First | undefined, end: NonNullable<First['end']>): void {
    if (!first || first.end) return
    first.end = end
    const twins = first.twins ?? []
    first.twins = null
    for (const twin of twins) addTwin(first, twin)
  }

  function addTwin(first: First, twin: Ready): void {
    const { name, path, sha256 } = twin
    if (first.end === null) {
      first.twins ??= []
      first.twins.push({ ...twin, bytes: null })
    } else if (typeof first.end === 'object') onOutcome({ status: 'failed', name, path, ...first.end })
    else if (first.end === 'there') sendName(first, twin, 'twin')
    else onOutcome({ status: 'same_picture', name, path, sha256, taskId: first.taskId, sameAs: first.name })
  }

  /** The picture is there; its task gets one more name, so that this one finds it, too. */
  function sendName(first: First, { path, name, sha256, sizeBytes, mtimeMs }: Ready, as: 'twin' | 'renamed'): void {
    underWay.set(path, { first, as })
    tasks.add({ path, name, sha256, sizeBytes, mtimeMs })
  }

  function settleTwin(first: First, task: TaskMade): void {
    const { name, path, sha256 } = task.picture
    if (!task.ok) onOutcome({ status: 'failed', name, path, code: task.code, detail: task.detail })
    else onOutcome({ status: 'same_picture', name, path, sha256, taskId: task.taskId, sameAs: first.name })
  }

  return run()
}

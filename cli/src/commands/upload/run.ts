import type { Client } from '@whisker/api/client.ts'
import { nameOfPath } from '@whisker/api/file-names.ts'
import { type Outage, Stopped } from '../../outage.ts'
import { closedTask } from './closed-task.ts'
import { Contents } from './contents.ts'
import { InFlight } from './in-flight.ts'
import type { Journal } from './journal.ts'
import type { Outcome } from './outcome.ts'
import { type Batch, type Ready, readAhead } from './read-ahead.ts'
import { makeParcels, storeParcel } from './send-parcels.ts'
import type { Stored } from './send-pictures.ts'
import { externalIdOf, type StoredPicture, TaskSender } from './send-tasks.ts'
import type { Found } from './walk.ts'

export type RunOptions = {
  client: Client
  projectId: number
  /** The image field that the pictures are for. */
  field: string
  files: AsyncIterable<Found>
  /**
   * How many files are read, and how many pictures are sent, at the same time. Each wait is one for the disk.
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

/**
 * Sends pictures: walk → read and hash → ask the service which have a task → store those that have none → make their
 * tasks. Each stage works on what the one before has finished; memory is bounded by two batches (`read-ahead.ts`).
 *
 * It may be killed at any moment: a picture counts when the service has confirmed its task, the id of the task is the
 * hash of the content, and the next run asks the service again. Failures of single files are outcomes.
 *
 * @throws what stops a run: no access, a closed project, an outage that does not end
 */
export function uploadPictures(options: RunOptions): Promise<void> {
  return new Upload(options).run()
}

class Upload {
  private readonly halt = new AbortController()
  // Four parcels: while one is stored, others are on their way. An eighth of what a service gives to bodies unless it is
  // set up otherwise (MAX_INFLIGHT_MB).
  private readonly inFlight = new InFlight(16_000_000)
  private readonly options: RunOptions
  private readonly tasks: TaskSender
  private readonly contents: Contents

  constructor(options: RunOptions) {
    const { client, projectId, field, outage, dryRun, journal, onOutcome } = options
    this.options = options
    this.contents = new Contents({ dryRun, journal, onOutcome, addTask: (picture) => this.tasks.add(picture) })
    this.tasks = new TaskSender({
      client,
      projectId,
      field,
      outage,
      settled: (made) => this.contents.settleTasks(made),
    })
  }

  async run(): Promise<void> {
    const { journal, concurrency, stop } = this.options
    let sending = Promise.resolve()
    let fatal: { error: unknown } | null = null
    const fail = (error: unknown) => {
      fatal ??= { error }
      this.halt.abort()
    }
    const both = AbortSignal.any([this.halt.signal, stop])
    for await (const batch of readAhead(this.choose(), journal, concurrency, both)) {
      const missing = await this.findMissing(batch).catch(fail)
      await sending
      if (fatal || !missing) break
      sending = this.send(missing).catch(fail)
    }
    await sending
    const finished =
      fatal ??
      (await this.tasks.flush().then(
        () => null,
        (error) => ({ error }),
      ))
    if (finished && !(finished.error instanceof Stopped)) throw finished.error
  }

  /** Lets pictures through and settles what needs no reading. */
  private async *choose(): AsyncGenerator<Found & { kind: 'picture' }> {
    const { files, sentBefore, onOutcome, onPassedOver } = this.options
    for await (const found of files) {
      if (found.kind === 'passed_over') {
        onPassedOver(found.why)
        continue
      }
      const { name, path } = found
      if (found.kind === 'left_out')
        onOutcome({ status: 'failed', code: 'unsupported_image', detail: found.reason, name, path })
      else if (found.kind === 'unusable')
        onOutcome({ status: 'failed', code: 'unreadable', detail: found.reason, name, path })
      else if (sentBefore.has(name.slice(name.lastIndexOf('/') + 1))) onOutcome({ status: 'sent_before', name, path })
      else yield found
    }
  }

  /** Settles what cannot be sent, what was met before in this run, and what the service has. */
  private async findMissing(batch: Batch): Promise<Ready[]> {
    const { client, projectId, outage, dryRun, onOutcome } = this.options
    for (const failed of batch.failed) onOutcome({ status: 'failed', ...failed })
    const news = batch.ready.filter((picture) => this.contents.isNew(picture))
    if (news.length === 0) return []
    const external_ids = news.map((picture) => externalIdOf(picture.sha256))
    const { found } = await outage.run(() => client.lookUpTasks({ body: { project_id: projectId, external_ids } }))
    const tasksThere = new Map(found.map((task) => [task.external_id, task]))
    const missing: Ready[] = []
    const there: { picture: Ready; taskId: string }[] = []
    for (const picture of news) {
      const task = tasksThere.get(externalIdOf(picture.sha256))
      const closed = task?.status === 'cancelled' && closedTask(task.task_id, task.status)
      if (closed) this.contents.fail(picture, closed)
      // The service lost or damaged the picture: these bytes mend it.
      else if (!task || task.status === 'unreadable' || task.passed_over_reason) missing.push(picture)
      else if (dryRun || !task.names || task.names.includes(nameOfPath(picture.name).name))
        there.push({ picture, taskId: task.task_id })
      else this.contents.rename(picture)
    }
    this.contents.areThere(there)
    if (!dryRun) return missing
    for (const picture of missing) this.contents.plan(picture)
    return []
  }

  /** Pictures are stored a parcel at a time, several side by side; their tasks are made in the order of the walk. */
  private async send(pictures: Ready[]): Promise<void> {
    await this.tasks.room()
    const parcels = makeParcels(pictures)
    const stored: (StoredPicture | null)[][] = new Array(parcels.length)
    let next = 0
    let head = 0
    const lane = async () => {
      while (next < parcels.length && !this.halt.signal.aborted && !this.options.stop.aborted) {
        const index = next++
        stored[index] = await this.store(parcels[index] as Ready[])
        for (let done = stored[head]; done; done = stored[++head])
          for (const picture of done) if (picture) this.tasks.add(picture)
      }
    }
    // All lanes come to their end, also when one fails: nothing is under way when this returns.
    const stopOthers = (error: unknown) => {
      this.halt.abort()
      throw error
    }
    const { concurrency } = this.options
    const ends = await Promise.allSettled(Array.from({ length: concurrency }, () => lane().catch(stopOthers)))
    const failed = ends.find((end) => end.status === 'rejected')
    if (failed) throw failed.reason
  }

  private async store(parcel: Ready[]): Promise<(StoredPicture | null)[]> {
    const { client, outage } = this.options
    const bytes = parcel.reduce((sum, picture) => sum + picture.sizeBytes, 0)
    const outcomes = await this.inFlight.run(bytes, () => storeParcel(client, outage, parcel))
    return parcel.map((picture, at) => {
      // The bytes have gone out; the batch must not hold them any longer.
      picture.bytes = null
      return this.contents.settleStored(picture, outcomes[at] as Stored)
    })
  }
}

import v8 from 'node:v8'
import { createClient } from '@whisker/api/client.ts'
import type { Project } from '@whisker/api/project-settings.ts'
import { stateFolder } from '../../config-file.ts'
import { fetchInPlace } from '../../connection.ts'
import { exitCodes, Failure, toFailure } from '../../failure.ts'
import { Outage, OutageTooLong } from '../../outage.ts'
import { Journal, journalPath } from './journal.ts'
import { createKeepAliveFetch } from './keep-alive-fetch.ts'
import { type Outcome, Tally } from './outcome.ts'
import type { Reporter } from './reporter.ts'
import { duration } from './reporter.ts'
import { uploadPictures } from './run.ts'
import { type Found, type Root, walk } from './walk.ts'
import { Watch } from './watch.ts'

export type SendOptions = {
  url: string
  key: string
  project: Pick<Project, 'id'>
  field: string
  roots: readonly Root[]
  concurrency: number
  /** null: the usual place */
  journalFile: string | null
  sentBefore: ReadonlySet<string>
  dryRun: boolean
  /** Goes on after the first pass, until stopped. */
  watch: boolean
  stop: AbortSignal
  reporter: Reporter
}

/**
 * Keeps V8 from growing the space for young objects to 3 x 32 MB, which it does on machines with much memory.
 */
v8.setFlagsFromString('--semi-space-growth-factor=1')

/** Sends what is in some folders to a project, and tells how it goes. Both `upload` and `label` end here. */
export async function sendFolders(options: SendOptions): Promise<Tally> {
  const { url, key, project, roots, stop, reporter } = options
  const tally = new Tally()
  // Two more than there are lanes: tasks are made, and hashes asked for, while pictures are on their way.
  const { fetch, close } = createKeepAliveFetch(options.concurrency + 2)
  const client = createClient({ url, key, fetch: fetchInPlace(url, fetch) })
  const path = options.journalFile ?? journalPath(stateFolder(process.env), url, project.id)
  const journal =
    options.dryRun && !options.journalFile
      ? null
      : await Journal.open(path, { url, projectId: project.id }, reporter.note)
  const outage = new Outage({ stop, onWaiting: reporter.waiting, onBack: reporter.back })
  const watch = options.watch ? new Watch({ roots, stop }) : null

  const round = (files: AsyncIterable<Found>) =>
    uploadPictures({
      client,
      projectId: project.id,
      field: options.field,
      files,
      concurrency: options.concurrency,
      journal,
      outage,
      sentBefore: options.sentBefore,
      dryRun: options.dryRun,
      stop,
      onOutcome: (outcome) => {
        tally.add(outcome)
        tally.meet(outcome.name)
        reporter.outcome(outcome)
        if (watch && mayPass(outcome)) watch.forget(outcome.path)
      },
      onPassedOver: (why) => tally.passOver(why),
    })

  try {
    if (!watch) {
      const counting = new AbortController()
      const counted = countPictures(roots, reporter, AbortSignal.any([stop, counting.signal]))
      await round(walk(roots)).finally(() => counting.abort())
      await counted
    } else {
      let total = 0
      for await (const files of watch.rounds()) {
        total += files.filter((found) => found.kind !== 'passed_over').length
        reporter.counted(total)
        await round(each(files))
      }
    }
    return tally
  } catch (error) {
    throw endOfRun(error, url, tally)
  } finally {
    reporter.end()
    await journal?.close()
    close()
  }
}

/** The total is found out beside the sending: names alone, 100,000 of them take half a second. */
async function countPictures(roots: readonly Root[], reporter: Reporter, stop: AbortSignal): Promise<void> {
  let total = 0
  for await (const found of walk(roots)) {
    if (stop.aborted) return
    if (found.kind !== 'passed_over' && ++total % 100 === 0) reporter.counted(total)
  }
  reporter.counted(total)
}

/** What may be different a moment later, although the file is not. */
function mayPass(outcome: Outcome): boolean {
  return outcome.status === 'failed' && (outcome.code === 'changed' || outcome.code === 'not_sent')
}

function endOfRun(error: unknown, url: string, tally: Tally): unknown {
  const sent = tally.counts.created > 0 ? ` ${tally.counts.created} pictures were sent before.` : ''
  const again = `${sent} Run the same command again when that is mended: nothing is sent twice.`
  if (error instanceof OutageTooLong)
    return new Failure(
      exitCodes.noAccess,
      `Gave up on ${url} after waiting for ${duration(600)}: ${error.message}.${again}`,
    )
  const failure = toFailure(error, url)
  return failure instanceof Failure ? new Failure(failure.exitCode, `${failure.message}\n${again.trim()}`) : failure
}

async function* each(files: Found[]): AsyncGenerator<Found> {
  yield* files
}

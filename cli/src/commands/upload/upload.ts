import { createClient } from '@whisker/api/client.ts'
import type { Project } from '@whisker/api/project-settings.ts'
import { type ConnectionFlags, fetchInPlace, findConnection } from '../../connection.ts'
import { exitCodes, Failure, toFailure, usageFailure } from '../../failure.ts'
import { media } from '../../media.ts'
import { Outage, OutageTooLong, Stopped } from '../../outage.ts'
import { careful, print } from '../../terminal.ts'
import { barReporter } from './bar-reporter.ts'
import { jsonReporter, lineReporter, type Reporter } from './reporter.ts'
import { sendFolders } from './send-folders.ts'
import { readSentImages, sentImagesName } from './sent-images.ts'
import { summaryRow, summaryText } from './summary.ts'
import { findRoots } from './walk.ts'

export type UploadFlags = ConnectionFlags & {
  project: number
  field?: string
  concurrency: number
  watch?: boolean
  dryRun?: boolean
  json?: boolean
  import?: string | false
  journal?: string
}

/** @returns the exit code */
export async function upload(paths: string[], flags: UploadFlags): Promise<number> {
  const reporter = chooseReporter(flags.json ?? false)
  const stop = stopOnSignal(reporter.note)
  const startedAt = performance.now()
  const roots = await findRoots(paths)
  const { url, key } = await findConnection(flags, process.env)
  const project = await readProject(url, key, flags.project, reporter, stop.signal)
  const field = chooseField(project, flags.field)
  const sentBefore = await findSentImages(flags, reporter)
  const tally = await sendFolders({
    url,
    key,
    project,
    field,
    roots,
    concurrency: flags.concurrency,
    journalFile: flags.journal ?? null,
    sentBefore,
    dryRun: flags.dryRun ?? false,
    watch: flags.watch ?? false,
    stop: stop.signal,
    reporter,
  })
  const wasStopped = stop.signal.aborted
  const exitCode = wasStopped ? stop.exitCode() : tally.counts.failed > 0 ? exitCodes.someFailed : exitCodes.ok
  const summary = {
    projectId: project.id,
    projectTitle: project.title,
    seconds: (performance.now() - startedAt) / 1000,
    dryRun: flags.dryRun ?? false,
    wasStopped,
  }
  print(flags.json ? `${JSON.stringify(summaryRow(tally, summary, exitCode))}\n` : summaryText(tally, summary))
  return exitCode
}

/** For a person the progress goes to stderr, so that stdout holds the summary alone. */
export function chooseReporter(json: boolean): Reporter {
  if (json) return jsonReporter(careful(process.stdout), careful(process.stderr))
  return process.stderr.isTTY ? barReporter(process.stderr) : lineReporter(careful(process.stderr))
}

/** The first Ctrl-C finishes what is under way and notes it, the second one ends at once: neither loses or doubles a picture. */
function stopOnSignal(tell: (text: string) => void): { signal: AbortSignal; exitCode: () => number } {
  const controller = new AbortController()
  let exitCode: number = exitCodes.interrupted
  for (const [signal, code] of [
    ['SIGINT', 130],
    ['SIGTERM', 143],
    ['SIGHUP', 129],
  ] as const) {
    process.on(signal, () => {
      if (controller.signal.aborted) process.exit(code)
      exitCode = code
      tell('Stopping: finishing what is under way. Once more stops at once.')
      controller.abort()
    })
  }
  return { signal: controller.signal, exitCode: () => exitCode }
}

/** At the start there is less patience than later: a wrong address should not take ten minutes to show. */
async function readProject(
  url: string,
  key: string,
  project_id: number,
  reporter: Reporter,
  stop: AbortSignal,
): Promise<Project> {
  const outage = new Outage({
    maxMs: 30_000,
    maxPauseMs: 5000,
    stop,
    onWaiting: reporter.waiting,
    onBack: reporter.back,
  })
  const client = createClient({ url, key, fetch: fetchInPlace(url) })
  try {
    const project = await outage.run(() => client.readProject({ params: { project_id } }))
    if (project.status === 'archived')
      throw new Failure(
        exitCodes.noAccess,
        `Project ${project_id} is archived: it takes no new pictures. Open it again in the dashboard (${url}/app/projects/${project_id}).`,
      )
    return project
  } catch (error) {
    if (error instanceof Stopped) throw new Failure(exitCodes.interrupted, 'Stopped; nothing was sent.')
    if (error instanceof OutageTooLong)
      throw new Failure(
        exitCodes.noAccess,
        `Gave up on ${url}: ${error.message}. Nothing was sent. Is the service running? Start it with \`npm start\`, or name another one with --url.`,
      )
    throw toFailure(error, url)
  }
}

/** @throws {Failure} when pictures alone cannot make a task of this project */
export function chooseField(project: Pick<Project, 'id' | 'input_spec'>, named: string | undefined): string {
  const images = project.input_spec.filter(({ type }) => media[type].isUploaded)
  const names = images.map((field) => `"${field.name}"`).join(', ')
  const chosen = named === undefined ? images[0] : images.find((field) => field.name === named)
  if (!chosen && images.length === 0)
    throw usageFailure(`Project ${project.id} has no image field, so it takes no pictures.`)
  if (!chosen) throw usageFailure(`Project ${project.id} has no image field "${named}". It has: ${names}.`)
  const other = project.input_spec.find((field) => field.required && field.name !== chosen.name)
  if (other)
    throw usageFailure(
      `Project ${project.id} also needs "${other.name}" (${other.type}) for each task; \`whisker upload\` sends one picture a task. Use POST /tasks/bulk, or make that field optional.`,
    )
  return chosen.name
}

async function findSentImages(flags: UploadFlags, reporter: Reporter): Promise<ReadonlySet<string>> {
  if (flags.import === false) return new Set()
  if (typeof flags.import === 'string') {
    const names = await readSentImages(flags.import)
    if (!names) throw usageFailure(`There is no file ${flags.import}.`)
    return names
  }
  const names = await readSentImages(sentImagesName)
  if (!names || names.size === 0) return new Set()
  const found = `${sentImagesName} in this folder names ${names.size} ${names.size === 1 ? 'file' : 'files'} that the article's script has sent`
  if (process.stdin.isTTY && process.stderr.isTTY && !flags.json) {
    const { confirm, isCancel } = await import('@clack/prompts')
    const answer = await confirm({ message: `${found}. Leave them out?`, output: process.stderr })
    if (isCancel(answer)) throw new Failure(exitCodes.interrupted, 'Stopped; nothing was sent.')
    return answer ? names : new Set()
  }
  reporter.note(`${found}: they count as sent. --no-import sends them too.`)
  return names
}

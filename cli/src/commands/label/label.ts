import { join, resolve } from 'node:path'
import { configPath } from '../../config-file.ts'
import { renderExamplePictures } from '../../example.ts'
import { exitCodes, Failure, toFailure } from '../../failure.ts'
import { type ServeFlags, serverEnv } from '../../options.ts'
import { serverProgram } from '../../server-program.ts'
import { careful, print, tell } from '../../terminal.ts'
import { barReporter } from '../upload/bar-reporter.ts'
import { lineReporter } from '../upload/reporter.ts'
import { sendFolders } from '../upload/send-folders.ts'
import { summaryText } from '../upload/summary.ts'
import { chooseField } from '../upload/upload.ts'
import { findRoots, type Root } from '../upload/walk.ts'
import { findLabelKey } from './key.ts'
import { findLabelProject } from './project.ts'
import { readyRow, readyText } from './ready.ts'
import { type Service, startService } from './service.ts'

export type LabelFlags = ServeFlags & { json?: boolean; concurrency: number; cwd?: string }

/** @returns the exit code: that of the service, once it has ended */
export async function label(paths: string[], flags: LabelFlags): Promise<number> {
  const cwd = flags.cwd ?? process.cwd()
  // Before anything is started: a mistyped folder should cost nothing.
  const roots = await findRoots(paths.map((path) => resolve(cwd, path)))
  const env = serverEnv(flags, process.env)
  // Its address is said below; what is left worth saying are warnings.
  env.LOG_LEVEL ??= 'warn'
  const stop = new AbortController()
  const service = await startService(serverProgram('main'), env, () => {
    tell('\nStopping: finishing what is under way. Press Ctrl-C once more to stop at once.\n')
    stop.abort()
  })
  try {
    await makeReady(service, roots, resolve(env.DATA_DIR || './data'), flags, stop.signal)
  } catch (error) {
    if (!stop.signal.aborted) {
      const failure = toFailure(error, service.address)
      tell(`${failure instanceof Failure ? failure.message : failure instanceof Error ? failure.stack : failure}\n`)
      // Nobody asked for half of it: the service that we have started goes too.
      service.process?.stop()
      await service.process?.ended
      return failure instanceof Failure ? failure.exitCode : 70
    }
  }
  if (service.process) return await service.process.ended
  return stop.signal.aborted ? exitCodes.interrupted : exitCodes.ok
}

async function makeReady(
  service: Service,
  given: Root[],
  dataDir: string,
  flags: LabelFlags,
  stop: AbortSignal,
): Promise<void> {
  const { client, key, workspaceId, isNew } = await findLabelKey(service, process.env)
  const project = await findLabelProject(client, dataDir, workspaceId, (text) => tell(`${text}\n`))
  const roots = given.length > 0 ? given : await exampleRoots(join(dataDir, 'example'))
  const startedAt = performance.now()
  const tally = await sendFolders({
    url: service.address,
    key,
    project,
    field: chooseField(project, undefined),
    roots,
    concurrency: flags.concurrency,
    journalFile: null,
    sentBefore: new Set(),
    dryRun: false,
    watch: false,
    stop,
    reporter: process.stderr.isTTY && !flags.json ? barReporter(process.stderr) : lineReporter(careful(process.stderr)),
  })
  if (stop.aborted) return
  const seconds = (performance.now() - startedAt) / 1000
  const isWorthSaying = given.length > 0 || tally.counts.failed > 0
  if (isWorthSaying)
    tell(
      `${summaryText(tally, { projectId: project.id, projectTitle: project.title, seconds, dryRun: false, wasStopped: false })}\n`,
    )
  const { url: labelUrl } = await client.readLabelLink({ params: { project_id: project.id } })
  const ready = {
    url: service.url,
    setupUrl: service.setupUrl,
    project,
    apiKey: isNew ? key : null,
    labelUrl,
    configPath: configPath(process.env),
    isOurs: service.process !== null,
    isExample: given.length === 0,
  }
  print(flags.json ? `${JSON.stringify(readyRow(ready))}\n` : readyText(ready))
}

async function exampleRoots(folder: string): Promise<Root[]> {
  return (await renderExamplePictures(folder)).map((path) => ({ path, isFolder: false }))
}

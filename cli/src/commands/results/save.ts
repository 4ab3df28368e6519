import { open, rename, rm } from 'node:fs/promises'
import { Readable } from 'node:stream'
import type { ReadableStream as NodeReadableStream } from 'node:stream/web'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Client } from '@whisker/api/client.ts'
import type { CsvDialect } from '@whisker/api/csv.ts'
import { type ExportFormat, exportFormat } from '@whisker/api/export-formats.ts'
import type { AnswersFormat } from '@whisker/api/exports.ts'
import { codeOf } from '../../config-file.ts'
import { usageFailure } from '../../failure.ts'
import { Outage } from '../../outage.ts'
import { byteWriter, tell } from '../../terminal.ts'
import { waitingText } from '../upload/reporter.ts'

export type TableFormat = ExportFormat | 'parquet'
export type Source<Format extends TableFormat = ExportFormat> = {
  client: Client
  url: string
  projectId: number
  format: Format
  safeCsv: boolean
  dialect: CsvDialect
  separator: string
  likely: boolean
  /** A number: the results of that release. */
  of: 'results' | 'answers' | number
}
/** `tasks`: how many are where, as the service says it. */
export type Export = { cursor: string; chunks: Readable; tasks: string }

export const followEveryMs = 2000

/** Begins an export: everything, or what was completed since a cursor. */
export async function openExport(source: Source<TableFormat>, after?: string): Promise<Export> {
  const { client, projectId, format, safeCsv, dialect, likely, of } = source
  const query = {
    ...(after && { after }),
    ...(safeCsv ? {} : { safe_csv: 'false' as const }),
    // What is not asked for is not said: an older service would refuse it.
    ...(dialect !== 'standard' && { dialect }),
    ...(likely && { likely: 'true' as const }),
  }
  const params = { project_id: projectId }
  const response = await (of === 'results'
    ? client.exportResults({ params, query: { ...query, format: format as ExportFormat } })
    : of === 'answers'
      ? client.exportAnswers({ params, query: { ...query, format: format as AnswersFormat } })
      : client.exportProject({ params, query: { ...query, format, release: String(of) } }))
  const chunks = response.body ? Readable.fromWeb(response.body as NodeReadableStream) : Readable.from([])
  // It may break off before somebody reads it; who reads hears of it.
  chunks.on('error', () => {})
  const tasks = response.headers.get('whisker-tasks') ?? ''
  return { cursor: response.headers.get('whisker-cursor') ?? '', chunks, tasks }
}

export async function writeToStdout(source: Source): Promise<void> {
  const { chunks, tasks } = await openExport(source)
  const write = byteWriter()
  for await (const chunk of chunks) await write(chunk)
  tell(whatIsNotThere(tasks, source))
}

/**
 * Each export after the first begins with the header line of a table again: it is left out. What has been written cannot be
 * taken back: a task whose result has changed comes again, and the last row of a task counts.
 */
export async function followToStdout(source: Source, stop: AbortSignal): Promise<void> {
  let cursor: string | undefined
  const write = byteWriter()
  const outage = createOutage(stop)
  while (!stop.aborted) {
    const { cursor: next, chunks } = await outage.run(() => openExport(source, cursor))
    const rows = cursor !== undefined && exportFormat(source.format).shape === 'table' ? withoutHeader(chunks) : chunks
    for await (const chunk of rows) await write(chunk)
    cursor = next
    await sleep(followEveryMs, undefined, { signal: stop }).catch(() => {})
  }
}

/** Following outlives a restart of the service. */
export function createOutage(stop: AbortSignal): Outage {
  return new Outage({
    stop,
    onWaiting: (reason, pauseMs) => tell(waitingText(reason, pauseMs)),
    onBack: () => tell('The service answers again.\n'),
  })
}

export async function* withoutHeader(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let isPast = false
  for await (const chunk of chunks) {
    if (isPast) yield chunk
    else {
      // Names of fields are letters, digits and _: a header has no line break within quotes.
      const end = chunk.indexOf(10)
      if (end === -1) continue
      isPast = true
      yield chunk.subarray(end + 1)
    }
  }
}

/** The file appears under its name when it is complete and on the disk; an export that breaks off leaves what was there. */
export async function saveTo(source: Source<TableFormat>, path: string): Promise<void> {
  const unfinished = `${path}.${process.pid}.part`
  const { chunks, tasks } = await openExport(source)
  try {
    const file = await open(unfinished, 'wx').catch((error) => {
      throw cannotWrite(path, error)
    })
    try {
      for await (const chunk of chunks) await file.writeFile(chunk)
      await file.sync()
    } finally {
      await file.close()
    }
    await rename(unfinished, path)
  } catch (error) {
    await rm(unfinished, { force: true }).catch(() => {})
    throw isDisk(error) ? cannotWrite(path, error) : error
  }
  tell(`The ${source.of === 'answers' ? 'answers' : 'results'} are in ${path}.\n${whatIsNotThere(tasks, source)}`)
}

function isDisk(error: unknown): boolean {
  return ['ENOSPC', 'EDQUOT', 'EIO', 'EROFS', 'EACCES', 'EISDIR', 'ENOENT', 'ENOTDIR'].includes(codeOf(error) ?? '')
}

export function cannotWrite(path: string, error: unknown) {
  return usageFailure(`${path} cannot be written (${codeOf(error)}). Choose another place with --out, or make room.`)
}

/** Why tasks are missing, and what to do about it; '' where none is. `tasks` as in `open=3, completed=12, needs_review=7`. */
function whatIsNotThere(tasks: string, { url, projectId, likely }: Source<TableFormat>): string {
  const counts = new Map(tasks.split(', ').map((part) => part.split('=') as [string, string]))
  const [open = 0, completed = 0, review = 0] = ['open', 'completed', 'needs_review'].map((name) =>
    Number(counts.get(name) ?? 0),
  )
  const lines: string[] = []
  if (tasks !== '' && completed === 0) lines.push('No task is completed yet.')
  if (review > 0 && !likely)
    lines.push(
      `${review} ${review === 1 ? 'task waits' : 'tasks wait'} for a review and ${review === 1 ? 'is' : 'are'} not among these: decide at ${url}/app/projects/${projectId}/review, or see what is likely with --likely.`,
    )
  if (open > 0) lines.push(`${open} ${open === 1 ? 'task is' : 'tasks are'} still open.`)
  return lines.map((line) => `${line}\n`).join('')
}

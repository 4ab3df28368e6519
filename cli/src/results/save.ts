import { open, rename, rm } from 'node:fs/promises'
import { Readable } from 'node:stream'
import type { ReadableStream as NodeReadableStream } from 'node:stream/web'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Client } from '@whisker/api/client.ts'
import { codeOf } from '../config-file.ts'
import { usageFailure } from '../failure.ts'
import { Outage } from '../outage.ts'
import type { Format } from '../results.ts'
import { waitingText } from '../upload/reporter.ts'

export type Source = { client: Client; url: string; projectId: number; format: Format; safeCsv: boolean }
export type Export = { cursor: string; chunks: Readable }

export const followEveryMs = 2000

/** Begins an export: everything, or what was completed since a cursor. */
export async function openExport({ client, projectId, format, safeCsv }: Source, after?: string): Promise<Export> {
  const query = { format, ...(after && { after }), ...(safeCsv ? {} : { safe_csv: 'false' as const }) }
  const response = await client.exportResults({ params: { project_id: projectId }, query })
  const chunks = response.body ? Readable.fromWeb(response.body as NodeReadableStream) : Readable.from([])
  return { cursor: response.headers.get('whisker-cursor') ?? '', chunks }
}

export async function writeToStdout(source: Source): Promise<void> {
  const { chunks } = await openExport(source)
  for await (const chunk of chunks) await write(chunk)
}

/** Each export after the first begins with the header line of CSV again: it is left out. */
export async function followToStdout(source: Source, stop: AbortSignal): Promise<void> {
  let cursor: string | undefined
  const outage = createOutage(stop)
  while (!stop.aborted) {
    const { cursor: next, chunks } = await outage.run(() => openExport(source, cursor))
    const rows = cursor !== undefined && source.format === 'csv' ? withoutHeader(chunks) : chunks
    for await (const chunk of rows) await write(chunk)
    cursor = next
    await sleep(followEveryMs, undefined, { signal: stop }).catch(() => {})
  }
}

/** Following outlives a restart of the service. */
export function createOutage(stop: AbortSignal): Outage {
  return new Outage({
    stop,
    onWaiting: (reason, pauseMs) => process.stderr.write(waitingText(reason, pauseMs)),
    onBack: () => process.stderr.write('The service answers again.\n'),
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
export async function saveTo(source: Source, path: string): Promise<void> {
  const unfinished = `${path}.${process.pid}.part`
  const { chunks } = await openExport(source)
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
  process.stderr.write(`The results are in ${path}.\n`)
}

function isDisk(error: unknown): boolean {
  return ['ENOSPC', 'EDQUOT', 'EIO', 'EROFS', 'EACCES', 'EISDIR', 'ENOENT', 'ENOTDIR'].includes(codeOf(error) ?? '')
}

export function cannotWrite(path: string, error: unknown) {
  return usageFailure(`${path} cannot be written (${codeOf(error)}). Choose another place with --out, or make room.`)
}

/** Waits for a slow reader instead of filling the memory. */
function write(chunk: Uint8Array): Promise<void> {
  return new Promise((resolve) => {
    if (process.stdout.write(chunk)) resolve()
    else process.stdout.once('drain', resolve)
  })
}

import { type FileHandle, open, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import { setTimeout as sleep } from 'node:timers/promises'
import { z } from 'zod'
import { codeOf } from '../config-file.ts'
import { usageFailure } from '../failure.ts'
import { Stopped } from '../outage.ts'
import { cannotWrite, createOutage, followEveryMs, openExport, type Source, withoutHeader } from './save.ts'

/** Where a followed file ends: what has been added up to `size_bytes` is everything up to `cursor`. */
const Position = z.object({
  v: z.literal(1),
  url: z.string(),
  project_id: z.int(),
  format: z.string(),
  cursor: z.string(),
  size_bytes: z.int(),
})
type Position = z.infer<typeof Position>

/**
 * Appends results to a file for as long as it is let, each result once, across runs and crashes: rows are written and
 * flushed first, then the position moves on. What is behind the position (a run was killed in between) is cut off and
 * fetched again.
 *
 * @throws {Failure} when the file is there without a position: whose rows it has, nobody knows
 */
export async function followToFile(
  source: Source,
  path: string,
  stop: AbortSignal,
  everyMs = followEveryMs,
): Promise<void> {
  const cursorPath = `${path}.cursor`
  let position = (await readPosition(cursorPath, source)) ?? (await begin(path, cursorPath, source))
  const outage = createOutage(stop)
  const file = await openAt(path, position.size_bytes)
  // Adding from one position twice gives the same file: a round that breaks off is simply done again.
  const round = async () => {
    const { cursor, chunks } = await openExport(source, position.cursor)
    const added = await append(file, position.size_bytes, chunks, source.format === 'csv', path)
    position = { ...position, cursor, size_bytes: position.size_bytes + added }
    await savePosition(cursorPath, position)
    if (added > 0) process.stderr.write(`${path}: ${added} bytes added.\n`)
  }
  try {
    while (!stop.aborted) {
      await outage.run(round)
      await sleep(everyMs, undefined, { signal: stop }).catch(() => {})
    }
  } catch (error) {
    if (!(error instanceof Stopped)) throw error
  } finally {
    await file.close()
  }
}

/** The position is there before the file: a crash in between must not leave a file that nobody dares to touch. */
async function begin(path: string, cursorPath: string, { url, projectId, format }: Source): Promise<Position> {
  if (await stat(path).catch(() => null))
    throw usageFailure(
      `${path} is there already, and where it ends is not known (${cursorPath} is missing). Choose another --out, or delete it.`,
    )
  const position: Position = { v: 1, url, project_id: projectId, format, cursor: '', size_bytes: 0 }
  await savePosition(cursorPath, position)
  return position
}

async function append(
  file: FileHandle,
  at: number,
  chunks: AsyncIterable<Uint8Array>,
  isCsv: boolean,
  path: string,
): Promise<number> {
  let added = 0
  const rows = isCsv && at > 0 ? withoutHeader(await sameHeader(file, chunks, path)) : chunks
  for await (const chunk of rows) {
    for (let done = 0; done < chunk.length; ) {
      const { bytesWritten } = await file.write(chunk, done, chunk.length - done, at + added)
      done += bytesWritten
      added += bytesWritten
    }
  }
  if (added > 0) await file.datasync()
  return added
}

/** The project may have got another field meanwhile: its rows no longer fit under the first line of the file. */
async function sameHeader(
  file: FileHandle,
  chunks: AsyncIterable<Uint8Array>,
  path: string,
): Promise<AsyncIterable<Uint8Array>> {
  const iterator = chunks[Symbol.asyncIterator]()
  const first = await iterator.next()
  const chunk: Uint8Array = first.done ? new Uint8Array() : first.value
  const header = chunk.subarray(0, chunk.indexOf(10) + 1)
  const { buffer, bytesRead } = await file.read(Buffer.alloc(header.length), 0, header.length, 0)
  if (!buffer.subarray(0, bytesRead).equals(header))
    throw usageFailure(
      `The columns of the results have changed (the project has other fields now). Begin a new file with another --out; ${path} stays as it is.`,
    )
  return (async function* () {
    yield chunk
    for (let next = await iterator.next(); !next.done; next = await iterator.next()) yield next.value
  })()
}

async function readPosition(path: string, source: Source): Promise<Position | null> {
  let text: string
  try {
    text = await readFile(path, 'utf8')
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return null
    throw cannotWrite(path, error)
  }
  const parsed = Position.safeParse(parseJson(text))
  if (!parsed.success)
    throw usageFailure(`${path} is damaged. Delete it and the file beside it, or choose another --out.`)
  const { url, project_id, format } = parsed.data
  if (url !== source.url || project_id !== source.projectId || format !== source.format)
    throw usageFailure(`${path} belongs to project ${project_id} on ${url}, as ${format}. Choose another --out.`)
  return parsed.data
}

async function openAt(path: string, sizeBytes: number): Promise<FileHandle> {
  const again = `Delete ${path}.cursor (and the file) to fetch everything again.`
  let file: FileHandle
  try {
    file = await open(path, 'r+')
  } catch (error) {
    if (codeOf(error) === 'ENOENT' && sizeBytes > 0) throw usageFailure(`${path} is gone. ${again}`)
    // Not for appending: rows are written at the position.
    file = await open(path, 'wx+').catch(() => {
      throw cannotWrite(path, error)
    })
  }
  if ((await file.stat()).size < sizeBytes) {
    await file.close()
    throw usageFailure(`${path} is shorter than it was when it was last added to. ${again}`)
  }
  await file.truncate(sizeBytes)
  return file
}

async function savePosition(path: string, position: Position): Promise<void> {
  const unfinished = `${path}.${process.pid}.part`
  try {
    await writeFile(unfinished, `${JSON.stringify(position)}\n`, { flush: true })
    await rename(unfinished, path)
  } catch (error) {
    await rm(unfinished, { force: true })
    throw cannotWrite(path, error)
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

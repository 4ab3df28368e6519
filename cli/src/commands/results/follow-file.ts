import { createReadStream } from 'node:fs'
import { type FileHandle, open, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import { setTimeout as sleep } from 'node:timers/promises'
import { z } from 'zod'
import { codeOf } from '../../config-file.ts'
import { usageFailure } from '../../failure.ts'
import { Stopped } from '../../outage.ts'
import { tell } from '../../terminal.ts'
import { type Batch, keepBatch, replaceRows, SeenTasks } from './one-row-a-task.ts'
import { RowReader } from './rows.ts'
import { cannotWrite, createOutage, followEveryMs, openExport, type Source } from './save.ts'

/** Where a followed file ends: what has been added up to `size_bytes` is everything up to `cursor`. */
const Position = z.object({
  v: z.literal(1),
  url: z.string(),
  project_id: z.int(),
  format: z.string(),
  cursor: z.string(),
  size_bytes: z.int(),
  /** The file is written anew under another name, and is to be put in its place. */
  replacing: z.literal(true).optional(),
})
type Position = z.infer<typeof Position>

/**
 * Keeps a file at what the results are for as long as it is let, one row a task (CSV: an item), across runs and crashes. New
 * rows are added: written and flushed first, then the position moves on. What is behind the position (a run was killed in
 * between) is cut off and fetched again. Where a task has a row already, whose result has changed or is no more, the file is
 * written anew and put in place by renaming, the position before it: a run that was killed in between is finished by the next.
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
  if (position.replacing) position = await putInPlace(path, cursorPath, position)
  const outage = createOutage(stop)
  const newReader = () => new RowReader(source.format, source.separator)
  let file = await openAt(path, position.size_bytes)
  const seen = new SeenTasks()
  await seen.readFile(path, newReader())
  const batchPath = `${path}.${process.pid}.part`
  // The same from one position twice gives the same file: a round that breaks off is simply done again.
  const round = async () => {
    const { cursor, chunks } = await openExport(source, position.cursor)
    const batch = await keepBatch(chunks, batchPath, newReader())
    if (position.size_bytes > 0) await sameHeader(file, batch.header, path)
    if (seen.hasAnyOf(batch.ids)) {
      const sizeBytes = await replaceRows(path, `${path}.next`, batch, newReader())
      position = { ...position, cursor, size_bytes: sizeBytes, replacing: true }
      await savePosition(cursorPath, position)
      await file.close()
      position = await putInPlace(path, cursorPath, position)
      file = await openAt(path, position.size_bytes)
      tell(`${path}: ${batch.ids.size} ${batch.ids.size === 1 ? 'task' : 'tasks'} brought up to date.\n`)
    } else {
      const added = await append(file, position.size_bytes, batch)
      position = { ...position, cursor, size_bytes: position.size_bytes + added }
      await savePosition(cursorPath, position)
      if (added > 0) tell(`${path}: ${added} bytes added.\n`)
    }
    seen.add(batch.ids)
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
    await rm(batchPath, { force: true })
  }
}

async function putInPlace(path: string, cursorPath: string, position: Position): Promise<Position> {
  // Gone: it was put in place, and the run ended before it could say so.
  await rename(`${path}.next`, path).catch((error) => {
    if (codeOf(error) !== 'ENOENT') throw cannotWrite(path, error)
  })
  const { replacing: _, ...settled } = position
  await savePosition(cursorPath, settled)
  return settled
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

async function append(file: FileHandle, at: number, batch: Batch): Promise<number> {
  let added = 0
  async function* content() {
    if (at === 0) yield Buffer.from(batch.header)
    yield* createReadStream(batch.path)
  }
  for await (const chunk of content()) {
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
async function sameHeader(file: FileHandle, header: string, path: string): Promise<void> {
  const bytes = Buffer.from(header)
  const { buffer, bytesRead } = await file.read(Buffer.alloc(bytes.length), 0, bytes.length, 0)
  if (!buffer.subarray(0, bytesRead).equals(bytes))
    throw usageFailure(
      `The columns of the results have changed (the project has other fields now, or the service is newer). Begin a new file with another --out; ${path} stays as it is.`,
    )
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

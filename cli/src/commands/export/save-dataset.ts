import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { open, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import { Readable } from 'node:stream'
import type { ReadableStream as NodeReadableStream } from 'node:stream/web'
import { ApiError, type CallInput, type Client } from '@whisker/api/client.ts'
import type { Endpoints } from '@whisker/api/endpoints.ts'
import { codeOf } from '../../config-file.ts'
import { tell } from '../../terminal.ts'
import { cannotWrite, createOutage } from '../results/save.ts'

type Source = { client: Client; url: string; projectId: number }
type Query = CallInput<Endpoints['exportProject']>['query']

const tellEveryMs = 5000

/**
 * Writes an export to a file that appears under its name when it is complete. What was cut off stays beside it, with the name
 * that the service gave these bytes: this run, or the next one, asks for the rest of them alone.
 */
export async function saveDataset(source: Source, path: string, query: Query): Promise<void> {
  const part = `${path}.part`
  const note = `${part}.json`
  const asked = JSON.stringify([source.url, source.projectId, query])
  try {
    await createOutage(new AbortController().signal).run(() => receive(source, { part, note, asked }, query))
    await rename(part, path)
    await rm(note, { force: true })
  } catch (error) {
    const isDisk = error instanceof Error && 'syscall' in error && 'path' in error
    if (isDisk || codeOf(error) === 'ENOSPC') throw cannotWrite(path, error)
    throw error
  }
  tell(`The export is in ${path}.\n`)
}

type Place = { part: string; note: string; asked: string }

async function receive(source: Source, place: Place, query: Query): Promise<void> {
  const begun = await readNote(place)
  const from = begun === null ? 0 : await sizeOf(place.part)
  const response = await begin(source, place, query, begun, from)
  const tag = response.headers.get('whisker-export')
  const isNew = tag !== begun
  const about = Number(response.headers.get('whisker-bytes') ?? 0)
  // Emptied before it is named: bytes of another export must never stand beside the name of this one.
  const file = await open(place.part, isNew ? 'w' : 'a')
  try {
    if (isNew) await writeFile(place.note, JSON.stringify({ tag, asked: place.asked }))
    else tell(`Going on at ${megabytes(from)}.\n`)
    let [written, toldAt] = [isNew ? 0 : from, performance.now()]
    if (!response.body) return
    for await (const chunk of Readable.fromWeb(response.body as NodeReadableStream)) {
      await file.writeFile(chunk)
      written += chunk.length
      if (performance.now() - toldAt < tellEveryMs) continue
      toldAt = performance.now()
      tell(`${megabytes(written)}${about > written ? ` of about ${megabytes(about)}` : ''}\n`)
    }
    await file.sync()
  } finally {
    await file.close()
  }
}

/** The rest of what was begun; all of it, where results have changed since. */
async function begin(
  { client, projectId }: Source,
  { part, note }: Place,
  query: Query,
  begun: string | null,
  from: number,
) {
  const params = { project_id: projectId }
  if (begun === null) {
    await tellSize(client, projectId, query)
    return client.exportProject({ params, query })
  }
  try {
    const begin_sha256 = await hashOf(part, from)
    return await client.exportProject({ params, query: { ...query, resume: begun, from: String(from), begin_sha256 } })
  } catch (error) {
    if (!(error instanceof ApiError) || error.code !== 'changed_meanwhile') throw error
    tell('Results or pictures have changed since this export was cut off: it begins anew.\n')
    await rm(note, { force: true })
    await rm(part, { force: true })
    return client.exportProject({ params, query })
  }
}

/** An older service does not say it, and it is nothing to stop for. */
async function tellSize(client: Client, projectId: number, query: Query): Promise<void> {
  const { format, release, likely, with_pictures } = query
  const wanted = {
    format,
    ...(release && { release }),
    ...(likely && { likely }),
    ...(with_pictures && { with_pictures }),
  }
  try {
    const about = await client.estimateExport({ params: { project_id: projectId }, query: wanted })
    if (about.tasks === 0) return tell('There are no results yet, so there is nothing in the file but its form.\n')
    const pictures = about.pictures > 0 ? `, ${about.pictures} ${about.pictures === 1 ? 'picture' : 'pictures'}` : ''
    const tasks = `${about.tasks} ${about.tasks === 1 ? 'task' : 'tasks'}`
    tell(`About ${megabytes(about.bytes)}: ${tasks}${pictures}.\n`)
  } catch {}
}

/** What the bytes beside it are of; null where there are none of this very export. */
async function readNote({ note, asked }: Place): Promise<string | null> {
  try {
    const kept = JSON.parse(await readFile(note, 'utf8'))
    return kept.asked === asked && typeof kept.tag === 'string' ? kept.tag : null
  } catch {
    return null
  }
}

/** The service makes the beginning again: it says whether it is what lies here. */
async function hashOf(path: string, size: number): Promise<string> {
  const digest = createHash('sha256')
  if (size > 0) for await (const chunk of createReadStream(path, { end: size - 1 })) digest.update(chunk)
  return digest.digest('hex')
}

async function sizeOf(path: string): Promise<number> {
  return stat(path).then(
    ({ size }) => size,
    () => 0,
  )
}

function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(1)} MB`
}

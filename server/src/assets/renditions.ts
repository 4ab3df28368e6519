import type { Warning } from '@whisker/api/assets.ts'
import type { WithPictures } from './has.ts'
import { RecentPictures } from './recent-pictures.ts'
import type { RenditionNote } from './renditions/notes.ts'
import type { Rendition as Rendered } from './renditions/pool.ts'
import { seal, unseal } from './seal.ts'
import { type AssetKey, assetKey, readVerified, renditionKey, StorageError } from './store.ts'

export type AssetRef = { workspace_id: number; sha256: string }
export type Rendition = { type: string; width: number; height: number }

/**
 * Why there is no copy to show. `picture`: its bytes are those that were sent, and they are no picture; that stays so. The
 * others say nothing about it, and nothing is written down: a restored file makes it readable again.
 */
export type Unshown = { ok: false; fault: 'picture' | 'missing' | 'corrupt' | 'decoder'; reason: string }
export type RenditionOutcome = { ok: true; rendition: Rendition; bytes: Buffer } | Unshown

type State = {
  /** Two askers of one picture wait for one rendering. */
  made: Map<string, Promise<RenditionOutcome>>
  small: Map<string, Promise<Picture>>
  recent: RecentPictures
}
const states = new WeakMap<WithPictures, State>()

function stateOf(server: WithPictures): State {
  const state = states.get(server) ?? { made: new Map(), small: new Map(), recent: new RecentPictures() }
  states.set(server, state)
  return state
}

/**
 * Makes the worker's copy of a picture: upright, sRGB, without metadata, in the size of `renditions/size.ts`. This is where a
 * picture is fully decoded, once, in a child process with limits; that it cannot be is remembered in its row.
 *
 * @param urgent a worker is waiting: goes before background work.
 * @throws {StorageError} when the store is away or full: that is about no single picture
 */
export function ensureRendition(server: WithPictures, asset: AssetRef, urgent: boolean): Promise<RenditionOutcome> {
  return shared(stateOf(server).made, `${asset.workspace_id}/${asset.sha256}`, () =>
    makeRendition(server, asset, urgent),
  )
}

async function makeRendition(server: WithPictures, asset: AssetRef, urgent: boolean): Promise<RenditionOutcome> {
  const { workspace_id, sha256 } = asset
  const unshown = (fault: Exclude<Unshown['fault'], 'picture'>, reason: string): Unshown => {
    server.pictureFaults.note(fault, reason, asset)
    return { ok: false, fault, reason }
  }
  const original = await readVerified(server.store, assetKey(workspace_id, sha256), sha256)
  if (!original.ok) return unshown(original.code, original.detail)
  let rendered: Rendered
  try {
    rendered = await server.renditions.render(original.bytes, { urgent })
  } catch (error) {
    return unshown('decoder', error instanceof Error ? error.message : String(error))
  }
  // Time and memory are ours as much as the picture's: a busy machine must not end a task.
  if (!rendered.ok && rendered.code !== 'undecodable') return unshown('decoder', rendered.detail)
  if (!rendered.ok) {
    await server.sql`
      update assets set unreadable = ${rendered.detail} where workspace_id = ${workspace_id} and sha256 = ${sha256}`
    return { ok: false, fault: 'picture', reason: rendered.detail }
  }
  const { type, width, height, bytes, notes } = rendered
  const key = renditionKey(workspace_id, sha256)
  await server.store.put(key, seal(server.secret, key, bytes))
  await server.sql`
    update assets set rendition_type = ${type}, rendition_width = ${width}, rendition_height = ${height}, unreadable = null,
      warnings = jsonb_path_query_array(warnings, '$[*] ? (!(@.made == true))') || ${server.sql.json(notes.map(renditionWarning) as never)}
    where workspace_id = ${workspace_id} and sha256 = ${sha256}`
  return { ok: true, rendition: { type, width, height }, bytes }
}

const renditionWarnings: Record<RenditionNote, string> = {
  stretched:
    'The brightness of this picture fills only a small part of its 16 bits. Workers see it stretched from the darkest to the brightest value; the stored picture is as it came.',
  blank: 'This picture is of one colour, or empty: workers will see nothing in it.',
  very_dark: 'This picture is almost black: on most screens workers will see nothing in it.',
}

/** Marked as found in the copy: a copy that is made again finds them again. */
function renditionWarning(code: RenditionNote): Warning & { made: true } {
  return { pointer: '', code, detail: renditionWarnings[code], made: true }
}

/** `made`: its row said something else, or nothing; this is how it is now. */
export type Picture = { ok: true; type: string; bytes: Buffer; made?: Rendition } | Unshown

/**
 * The worker's copy of a picture: from the store, or made now.
 *
 * @param type what its row says of the copy; null when none was made yet
 * @throws {StorageError} as above
 */
export async function readRenditionOf(
  server: WithPictures,
  asset: AssetRef,
  type: string | null,
  urgent = true,
): Promise<Picture> {
  const key = renditionKey(asset.workspace_id, asset.sha256)
  const { recent } = stateOf(server)
  if (type !== null) {
    const known = recent.get(key)
    if (known) return { ok: true, type, bytes: known }
    const bytes = await readSealed(server, key, asset)
    if (bytes) {
      recent.add(key, bytes)
      return { ok: true, type, bytes }
    }
  }
  const made = await ensureRendition(server, asset, urgent)
  return made.ok ? { ok: true, type: made.rendition.type, bytes: made.bytes, made: made.rendition } : made
}

/** Null when there is none, or none that is as we made it: then another one is made. */
async function readSealed(server: WithPictures, key: AssetKey, asset: AssetRef): Promise<Buffer | null> {
  try {
    const stored = await server.store.read(key)
    const bytes = stored && unseal(server.secret, key, stored)
    if (stored && !bytes) server.pictureFaults.note('rendition', 'its copy is not the one that was made', asset)
    return bytes
  } catch (error) {
    if (!(error instanceof StorageError) || error.code !== 'object_unreadable') throw error
    server.pictureFaults.note('rendition', error.message, asset)
    return null
  }
}

/**
 * The small copy of a picture, for lists: from the store, or made now from the worker's copy, whose type it has. No row
 * knows of it; whoever deletes a picture deletes it with the others (`renditionKeys`).
 */
export async function readSmallRendition(
  server: WithPictures,
  asset: AssetRef,
  type: string | null,
  width: number,
): Promise<Picture> {
  const key = renditionKey(asset.workspace_id, asset.sha256, width)
  const bytes = type === null ? null : await readSealed(server, key, asset)
  if (bytes && type) return { ok: true, type, bytes }
  return shared(stateOf(server).small, key, () => makeSmallRendition(server, asset, type, width))
}

async function makeSmallRendition(
  server: WithPictures,
  asset: AssetRef,
  type: string | null,
  width: number,
): Promise<Picture> {
  const rendition = await readRenditionOf(server, asset, type)
  if (!rendition.ok) return rendition
  const small = await server.renditions.render(rendition.bytes, { urgent: true, width })
  // The copy was made by us, so this says nothing about the picture: nothing is written down.
  if (!small.ok) return { ok: false, fault: 'decoder', reason: small.detail }
  const key = renditionKey(asset.workspace_id, asset.sha256, width)
  await server.store.put(key, seal(server.secret, key, small.bytes))
  return { ok: true, type: small.type, bytes: small.bytes }
}

function shared<T>(running: Map<string, Promise<T>>, name: string, work: () => Promise<T>): Promise<T> {
  const known = running.get(name)
  if (known) return known
  const made = work().finally(() => running.delete(name))
  running.set(name, made)
  return made
}

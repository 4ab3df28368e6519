import type { Server } from '../context.ts'
import { assetKey, readVerified, renditionKey } from './store.ts'

export type AssetRef = { workspace_id: number; sha256: string }
export type Rendition = { type: string; width: number; height: number }
export type RenditionOutcome = { ok: true; rendition: Rendition } | { ok: false; reason: string }

// Two askers of one picture wait for one rendering.
const underWay = new WeakMap<Server, Map<string, Promise<RenditionOutcome>>>()

/**
 * Makes sure that the worker's copy of a picture exists: upright, sRGB, without metadata, at most 2048 pixels. This is
 * where a picture is fully decoded, once, in a child process with limits; a failure is remembered in its row.
 *
 * @param urgent a worker is waiting: goes before background work.
 */
export function ensureRendition(server: Server, asset: AssetRef, urgent: boolean): Promise<RenditionOutcome> {
  let running = underWay.get(server)
  if (!running) {
    running = new Map()
    underWay.set(server, running)
  }
  const name = `${asset.workspace_id}/${asset.sha256}`
  const known = running.get(name)
  if (known) return known
  const outcome = makeRendition(server, asset, urgent).finally(() => running.delete(name))
  running.set(name, outcome)
  return outcome
}

async function makeRendition(
  server: Server,
  { workspace_id, sha256 }: AssetRef,
  urgent: boolean,
): Promise<RenditionOutcome> {
  const original = await readVerified(server.store, assetKey(workspace_id, sha256), sha256)
  // Not the picture's fault: nothing is written down, so that a restored file makes it readable again.
  if (!original.ok) return { ok: false, reason: original.detail }
  const rendered = await server.renditions.render(original.bytes, { urgent })
  if (!rendered.ok) {
    await server.sql`
      update assets set unreadable = ${rendered.detail} where workspace_id = ${workspace_id} and sha256 = ${sha256}`
    return { ok: false, reason: rendered.detail }
  }
  const { type, width, height } = rendered
  await server.store.put(renditionKey(workspace_id, sha256), rendered.bytes)
  await server.sql`
    update assets set rendition_type = ${type}, rendition_width = ${width}, rendition_height = ${height}
    where workspace_id = ${workspace_id} and sha256 = ${sha256}`
  return { ok: true, rendition: { type, width, height } }
}

type Picture = { ok: true; type: string; bytes: Buffer } | { ok: false; reason: string }

/** The worker's copy of a picture, for somebody who waits for it: from the store, or made now. */
export async function readRenditionOf(server: Server, asset: AssetRef, type: string | null): Promise<Picture> {
  const key = renditionKey(asset.workspace_id, asset.sha256)
  const stored = type === null ? null : await server.store.read(key)
  if (stored && type) return { ok: true, type, bytes: stored }
  const made = await ensureRendition(server, asset, true)
  if (!made.ok) return made
  return { ok: true, type: made.rendition.type, bytes: (await server.store.read(key)) ?? Buffer.alloc(0) }
}

const smallUnderWay = new WeakMap<Server, Map<string, Promise<Picture>>>()

/**
 * The small copy of a picture, for lists: from the store, or made now from the worker's copy, whose type it has. No row
 * knows of it; whoever deletes a picture deletes it with the others (`renditionKeys`).
 */
export async function readSmallRendition(
  server: Server,
  asset: AssetRef,
  type: string | null,
  width: number,
): Promise<Picture> {
  const key = renditionKey(asset.workspace_id, asset.sha256, width)
  const stored = type === null ? null : await server.store.read(key)
  if (stored && type) return { ok: true, type, bytes: stored }
  const running = smallUnderWay.get(server) ?? new Map<string, Promise<Picture>>()
  smallUnderWay.set(server, running)
  const known = running.get(key)
  if (known) return known
  const made = makeSmallRendition(server, asset, type, width).finally(() => running.delete(key))
  running.set(key, made)
  return made
}

async function makeSmallRendition(
  server: Server,
  asset: AssetRef,
  type: string | null,
  width: number,
): Promise<Picture> {
  const rendition = await readRenditionOf(server, asset, type)
  if (!rendition.ok) return rendition
  const small = await server.renditions.render(rendition.bytes, { urgent: true, width })
  // The copy was made by us, so this says nothing about the picture: nothing is written down.
  if (!small.ok) return { ok: false, reason: small.detail }
  await server.store.put(renditionKey(asset.workspace_id, asset.sha256, width), small.bytes)
  return { ok: true, type: small.type, bytes: small.bytes }
}

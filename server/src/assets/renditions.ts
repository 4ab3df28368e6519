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

import { isTaken, sniffFormat } from '@whisker/api/formats.ts'
import { readers } from '../assets/formats/readers.ts'
import { assetKey, readVerified } from '../assets/store.ts'
import type { Server } from '../context.ts'

/** Nothing where the stored picture is damaged or gone: the others are worth having, and the file names it. */
export async function readPicture(
  server: Server,
  workspaceId: number,
  sha256: string,
  upright: boolean,
): Promise<Buffer | null> {
  const read = await readVerified(server.store, assetKey(workspaceId, sha256), sha256)
  if (!read.ok) {
    server.pictureFaults.note(read.code, read.detail, { workspace_id: workspaceId, sha256 })
    return null
  }
  if (!upright || !isTurned(read.bytes)) return read.bytes
  const turned = await server.renditions.render(read.bytes, { whole: true })
  return turned.ok ? turned.bytes : null
}

function isTurned(bytes: Buffer): boolean {
  const format = sniffFormat(bytes)
  if (!format || !isTaken(format)) return false
  const found = readers[format.type].read(bytes)
  const structure = 'flaw' in found ? found.mended?.structure : found
  return (structure?.orientation ?? 1) !== 1
}

import { createHash } from 'node:crypto'
import type { Asset, Warning } from '@whisker/api/assets.ts'
import type { ProblemCode } from '@whisker/api/problem.ts'
import type { Queryable } from '../database/connect.ts'
import type { WithPictures } from './has.ts'
import { type Inspection, inspectPicture } from './inspect.ts'
import { assetKey, StorageError } from './store.ts'

/** A picture that is refused: a value, since it is the sender's mistake and not a surprise. */
export type Refusal = { ok: false; code: ProblemCode; detail: string }
/** `again`: the bytes, when the store had them already; {@link keepPictures} looks after them once the row is there. */
export type Taken = { ok: true; asset: TakenAsset; again: Buffer | null }
/** What must still be there when its row is. */
export type Kept = Pick<Taken, 'asset' | 'again'>
/** With what its sender should know of it; kept with the picture, so that whoever looks at it later reads it too. */
export type TakenAsset = Asset & { warnings: Warning[] }

// A picture whose shape is 200 : 1 is a mistake (a ruler, a strip of pixels), and no worker could label it.
const maxAspect = 200

/**
 * Takes in one picture: looks at header, dimensions and completeness, stores the bytes as they came, durably, under
 * their SHA-256. No full decode on this path (it would cap intake at some 600 pictures/s on two cores); that happens
 * once, when the worker's copy is made.
 *
 * The row in `assets` is written with the task, or by {@link recordAssets}, within {@link keepPictures}: file first, then row, then the answer. A
 * crash in between leaves a file that nothing points to, never a row without its file.
 */
export async function takePicture(server: WithPictures, workspaceId: number, bytes: Buffer): Promise<Taken | Refusal> {
  const { maxPictureBytes, maxPixels } = server.config
  server.intakePace.note()
  if (bytes.length > maxPictureBytes) {
    const detail = `The picture has ${megabytes(bytes.length)} MB; at most ${megabytes(maxPictureBytes)} MB are taken. Make it smaller and send it again.`
    return { ok: false, code: 'too_large', detail }
  }
  const inspected = await withoutItsEnd(server, inspectPicture(bytes, { maxPixels, maxAspect }))
  if (!inspected.ok) {
    const code = inspected.code === 'bad_aspect' ? 'invalid' : inspected.code
    return { ok: false, code, detail: inspected.detail }
  }
  const { picture } = inspected
  const sha256 = createHash('sha256').update(bytes).digest('hex')
  let written: boolean
  try {
    written = (await server.store.put(assetKey(workspaceId, sha256), bytes)).created
  } catch (error) {
    throw storageProblem(error)
  }
  const asset: TakenAsset = {
    sha256,
    content_type: picture.type,
    size_bytes: bytes.length,
    width: picture.width,
    height: picture.height,
    animated: picture.animated,
    has_gps: picture.hasGps,
    warnings: (picture.warnings ?? []).map((warning) => ({ pointer: '', ...warning })),
  }
  return { ok: true, asset, again: written ? null : bytes }
}

/**
 * A picture that lacks its end mark may be whole or may have lost its lower half: only decoding tells. This is the one case
 * in which intake does it, in a child process as always.
 */
async function withoutItsEnd(server: WithPictures, inspected: Inspection): Promise<Inspection> {
  if (inspected.ok || !inspected.unless) return inspected
  // A decoder that cannot be started leaves the refusal as it is: nobody is hurt who sends the whole file.
  const decoded = await server.renditions
    .render(inspected.unless.bytes, { urgent: true, strict: true })
    .catch(() => null)
  return decoded?.ok ? { ok: true, picture: inspected.unless.picture } : inspected
}

function megabytes(bytes: number): string {
  return (bytes / 1e6).toFixed(1)
}

/**
 * Writes the rows of pictures that were taken, and what else is true with them, then makes sure that their files are still there: a
 * sweep may have taken one between the look at the store and the row; from then on it cannot, because there is a row. Whoever writes
 * rows of pictures does it in here.
 *
 * @param write commits the rows, and is over when they are
 */
export async function keepPictures<T>(
  server: WithPictures,
  workspaceId: number,
  taken: readonly Kept[],
  write: () => Promise<T>,
): Promise<T> {
  const written = await write()
  for (const one of taken) await confirmStored(server, workspaceId, one)
  return written
}

async function confirmStored(server: WithPictures, workspaceId: number, { asset, again }: Kept): Promise<void> {
  if (!again) return
  try {
    const key = assetKey(workspaceId, asset.sha256)
    if (!(await server.store.exists(key))) await server.store.put(key, again)
  } catch (error) {
    throw storageProblem(error)
  }
}

/** The operator's to mend; the sender is asked to come back. */
function storageProblem(error: unknown): unknown {
  return error instanceof StorageError ? error.problem : error
}

/** Writes the rows of stored pictures. @returns the hashes that were not there before. */
export async function recordAssets(sql: Queryable, workspaceId: number, assets: TakenAsset[]): Promise<Set<string>> {
  const rows = await sql<{ sha256: string; is_new: boolean }[]>`
    ${insertAssets(sql, workspaceId, assets)} returning sha256, xmax = 0 as is_new`
  return new Set(rows.filter((row) => row.is_new).map((row) => row.sha256))
}

/**
 * The same as a part of a larger statement. Sorted, so that two statements take their locks in one order. A row that is
 * there already is locked until the end of the statement, and begins its day anew: a sweep would otherwise take it away
 * before the task that is to point to it.
 */
export function insertAssets(sql: Queryable, workspaceId: number, assets: TakenAsset[]) {
  const unique = [...new Map(assets.map((asset) => [asset.sha256, asset])).values()]
  const sorted = unique.toSorted((a, b) => (a.sha256 < b.sha256 ? -1 : 1))
  return sql`
    insert into assets (workspace_id, sha256, content_type, size_bytes, width, height, animated, has_gps, warnings)
    select ${workspaceId}, a.* from jsonb_to_recordset(${sql.json(sorted as never)})
      as a (sha256 text, content_type text, size_bytes bigint, width int, height int, animated boolean, has_gps boolean,
            warnings jsonb)
    on conflict (workspace_id, sha256) do update set created_at = now()
    where assets.created_at < now() - interval '1 hour'`
}

import { createHash } from 'node:crypto'
import type { Readable } from 'node:stream'
import { renditionWidths } from '@whisker/api/assets.ts'
import { ApiProblem } from '../problem.ts'

/**
 * Where an object lies in a store: `<workspace>/<kind>/aa/bb/<hash>`, with the SHA-256 of the original picture. The
 * workspace comes first, so two workspaces never share an object, whatever they send. No name, path or text of a
 * sender is ever part of a key.
 */
export type AssetKey = string & { readonly __key: 'asset' }

/** Counts up when renditions are made in another way, so that old and new ones do not mix. */
const renditionRecipe = 2

const shape =
  /^[1-9][0-9]{0,15}\/(?:sha256|rendition(?:160)?-[0-9]{1,4})\/([0-9a-f]{2})\/([0-9a-f]{2})\/([0-9a-f]{64})$/

/** Key of a stored picture, as it came. `sha256Hex` is 64 lower-case hex digits. Throws on anything else. */
export function assetKey(workspaceId: number, sha256Hex: string): AssetKey {
  return makeKey(workspaceId, 'sha256', sha256Hex)
}

/** Key of the worker's copy of the picture whose original has this hash; with a width, of its small copy for lists. */
export function renditionKey(workspaceId: number, sha256Hex: string, width?: number): AssetKey {
  return makeKey(workspaceId, `rendition${width ?? ''}-${renditionRecipe}`, sha256Hex)
}

/** Keys of everything that is made from a picture. */
export function renditionKeys(workspaceId: number, sha256Hex: string): AssetKey[] {
  return [undefined, ...renditionWidths.map(Number)].map((width) => renditionKey(workspaceId, sha256Hex, width))
}

/** Whether a key is of a copy that was made in an older way: nobody reads it any more. */
export function isOldRendition(key: AssetKey): boolean {
  const recipe = /^rendition[0-9]*-([0-9]+)$/.exec(key.split('/')[1] as string)?.[1]
  return recipe !== undefined && Number(recipe) < renditionRecipe
}

/** Whether a text is a key that these functions make. Stores refuse everything else. */
export function isAssetKey(text: string): text is AssetKey {
  const [, aa = '', bb = '', hash] = shape.exec(text) ?? []
  return hash?.startsWith(aa + bb) === true
}

/** The parts of a key. */
export function readAssetKey(key: AssetKey): { workspaceId: number; sha256: string } {
  const parts = key.split('/')
  return { workspaceId: Number(parts[0]), sha256: parts[4] as string }
}

function makeKey(workspaceId: number, kind: string, hash: string): AssetKey {
  const key = `${workspaceId}/${kind}/${hash.slice(0, 2)}/${hash.slice(2, 4)}/${hash}`
  if (!isAssetKey(key)) throw new TypeError('An asset key needs a workspace id and 64 lower-case hex digits.')
  return key
}

/**
 * Write-once storage for pictures and their renditions. Every method throws `StorageError` when the store itself
 * fails, and `TypeError` for a key that `assetKey` and `renditionKey` did not make.
 */
export type AssetStore = {
  /**
   * Resolves only once the object survives a crash of the machine. `created` is false when an object with these
   * very bytes was there already; any other is a damaged one, and is replaced. Two puts of one key at once are safe.
   */
  put(key: AssetKey, bytes: Buffer): Promise<{ created: boolean }>
  /** The bytes as a stream, or null when there is no such object. Nothing is verified. */
  open(key: AssetKey): Promise<{ stream: Readable; sizeBytes: number } | null>
  /** The bytes, or null when there is no such object. Nothing is verified: see `readVerified`. */
  read(key: AssetKey): Promise<Buffer | null>
  exists(key: AssetKey): Promise<boolean>
  /** Deletes the object; no error when there is none. */
  delete(key: AssetKey): Promise<void>
  /**
   * Objects in the order of their keys, after `after` ('' for the first): one page, and where the next one begins, or
   * null at the end. A page may be empty. What others have put into the store is passed over.
   */
  list(after: string, limit: number): Promise<{ keys: AssetKey[]; next: string | null }>
  /** How long ago the object was written, by the store's own clock; null when there is none. */
  ageMs(key: AssetKey): Promise<number | null>
  /** Removes what interrupted writes left an hour ago or earlier. */
  sweepTemporary(): Promise<void>
  /** Whose the store is; null when it is nobody's yet. */
  owner(): Promise<string | null>
  /** Makes the store this installation's if it is nobody's yet. @returns whose it is. */
  claim(installation: string): Promise<string>
  /** Writes, reads and deletes a probe: rejects while pictures cannot be stored. For `doctor` and `/readyz`. */
  check(): Promise<void>
  /** Ends what the store keeps running. */
  close(): Promise<void>
}

/**
 * `storage_full`: no room; reads go on. `storage_unavailable`: the store does not answer as it should.
 * `object_unreadable`: the store works, and this one object cannot be read (damaged disk block, wrong permissions).
 */
type StorageErrorCode = 'storage_full' | 'storage_unavailable' | 'object_unreadable'

export class StorageError extends Error {
  readonly code: StorageErrorCode

  constructor(code: StorageErrorCode, message: string, cause?: unknown) {
    super(message, { cause })
    this.name = 'StorageError'
    this.code = code
  }

  /** What a caller is told: the message is the operator's, and says where things are. */
  get problem(): ApiProblem {
    if (this.code === 'object_unreadable') return new ApiProblem('corrupt', damagedPicture)
    if (this.code === 'storage_full')
      return new ApiProblem(
        'storage_full',
        'The storage of the service is full; nothing was taken in. Ask its operator to make room, then send it again.',
        { retryAfterS: 60 },
      )
    const detail = 'The storage of the service cannot be reached right now. Send it again in a moment.'
    return new ApiProblem('unavailable', detail, { retryAfterS: 5 })
  }
}

/** For those who want a picture that the store lost or damaged. */
export const damagedPicture =
  'The stored picture is missing or damaged, so it is not shown. Send the same picture again, and it is whole; or ask the operator to restore it from a backup.'

type VerifiedRead = { ok: true; bytes: Buffer } | { ok: false; code: 'missing' | 'corrupt'; detail: string }

/** Reads an original and checks it against its hash, so that a damaged picture is never passed on as a whole one. */
export async function readVerified(store: AssetStore, key: AssetKey, sha256Hex: string): Promise<VerifiedRead> {
  let bytes: Buffer | null
  try {
    bytes = await store.read(key)
  } catch (error) {
    if (!(error instanceof StorageError) || error.code !== 'object_unreadable') throw error
    return { ok: false, code: 'corrupt', detail: error.message }
  }
  if (!bytes)
    return {
      ok: false,
      code: 'missing',
      detail: 'The stored picture is gone. Send the same picture again, or restore it from a backup.',
    }
  if (createHash('sha256').update(bytes).digest('hex') !== sha256Hex) {
    const detail =
      'The stored picture is no longer what was sent: its checksum differs. Send the same picture again, or restore it from a backup.'
    return { ok: false, code: 'corrupt', detail }
  }
  return { ok: true, bytes }
}

import type { Size } from '@whisker/api/kinds/kind.ts'
import { ensureRendition, readRenditionOf, type Unshown } from '../assets/renditions.ts'
import { StorageError } from '../assets/store.ts'
import type { Server } from '../context.ts'

/** What is known of a picture of a task. */
export type TaskPicture = {
  sha256: string
  type: string | null
  width: number | null
  height: number | null
  unreadable: string | null
  /** As it was sent, upright. */
  original: Size
}

/** Of the copy that is shown, and of the picture as it was sent. */
type Sizes = Map<string, Size & { original: Size }>
export type Looked = { ok: true; sizes: Sizes } | Unshown

const atOnce = 8
/** Of all pictures of one task. Longer, and who waits for it would hear nothing. */
const patienceMs = 20_000

/**
 * Looks at every picture of a task as a worker would see it: read, and checked against its seal, or made now. So nobody is
 * given a task that cannot be shown. The bytes are kept for a moment, for the page that asks for them next.
 *
 * @throws {StorageError} when the store as a whole does not answer
 */
export async function lookAtPictures(
  server: Server,
  workspaceId: number,
  pictures: TaskPicture[],
  urgent = true,
): Promise<Looked> {
  const sizes: Sizes = new Map()
  let unshown: Unshown | null = null
  const queue = pictures.values()
  const lane = async () => {
    for (const picture of queue) {
      if (unshown) return
      const seen = await lookAt(server, workspaceId, picture, urgent)
      if (!seen.ok) unshown = seen
      else sizes.set(picture.sha256, { ...seen.size, original: picture.original })
    }
  }
  await within(Promise.all(Array.from({ length: Math.min(atOnce, pictures.length) }, lane)))
  return unshown ?? { ok: true, sizes }
}

async function lookAt(
  server: Server,
  workspaceId: number,
  { sha256, type, width, height, unreadable }: TaskPicture,
  urgent: boolean,
): Promise<{ ok: true; size: Size } | Unshown> {
  if (unreadable !== null) return { ok: false, fault: 'picture', reason: unreadable }
  const asset = { workspace_id: workspaceId, sha256 }
  if (type !== null && width !== null && height !== null) {
    const read = await readRenditionOf(server, asset, type, urgent)
    return read.ok ? { ok: true, size: sizeOf(read.made ?? { width, height }) } : read
  }
  const made = await ensureRendition(server, asset, urgent)
  return made.ok ? { ok: true, size: sizeOf(made.rendition) } : made
}

const sizeOf = ({ width, height }: Size): Size => ({ width, height })

async function within(work: Promise<unknown>): Promise<void> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    const detail = `The pictures of a task were not read within ${patienceMs / 1000} s.`
    timer = setTimeout(() => reject(new StorageError('storage_unavailable', detail)), patienceMs)
  })
  try {
    await Promise.race([work, late])
  } finally {
    clearTimeout(timer)
  }
}

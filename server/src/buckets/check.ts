import type { BucketCheck } from '@whisker/api/buckets.ts'
import type { Ground } from '../ground.ts'
import { invalidField } from '../problem.ts'
import { openPlace, type PlaceSettings } from './place.ts'
import type { Trouble, TroubleCode } from './trouble.ts'
import { wanted } from './wanted.ts'

const shownObjects = 10
const pointers: Partial<Record<TroubleCode, string>> = {
  wrong_credentials: '/credentials',
  forbidden: '/credentials',
  no_bucket: '/bucket',
  redirected: '/region',
}

/** Looks into a bucket and keeps nothing. @throws 422 with a pointer to what seems to be wrong */
export async function lookInto(
  server: Pick<Ground, 'egress' | 'log'>,
  workspaceId: number,
  settings: PlaceSettings & { pattern: string },
): Promise<BucketCheck> {
  const place = openPlace(server, settings, {
    ...{ lane: String(workspaceId), tries: 1, totalTimeoutMs: 15_000, idleTimeoutMs: 10_000 },
  })
  const page = await place.list('')
  if (!page.ok) throw invalidField(pointers[page.code] ?? '/endpoint', page.code, page.detail)
  const fitting = page.objects.filter(wanted(settings.pattern))
  const [first] = fitting
  const probed: { ok: true } | Trouble | null = first ? await place.probe(first.key) : null
  return {
    objects: fitting.slice(0, shownObjects).map(({ key, sizeBytes, etag, lastModified }) => ({
      key,
      size_bytes: sizeBytes,
      etag,
      last_modified: lastModified,
    })),
    ...{ fitting: fitting.length, listed: page.objects.length, more: page.more },
    readable: probed?.ok ?? null,
    unreadable_reason: probed && !probed.ok ? probed.detail : null,
  }
}

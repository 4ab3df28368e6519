import { Readable } from 'node:stream'
import {
  createAsset,
  createAssets,
  describeAsset,
  lookUpAssets,
  readAsset,
  readRendition,
} from '@whisker/api/assets.ts'
import type { FastifyReply } from 'fastify'
import { cutSlowStream } from '../http/body.ts'
import type { Requester } from '../http/callers.ts'
import { type Router, route } from '../http/route.ts'
import { streamReceipts } from '../http/stream-receipts.ts'
import { ApiProblem, notFound } from '../problem.ts'
import { AssetRows } from './asset-rows.ts'
import { createAssetsInBulk } from './create-in-bulk.ts'
import { aboutToUse, findAsset } from './find.ts'
import type { WithPictures } from './has.ts'
import { keepPictures, takePicture } from './intake.ts'
import { noteSent, type SeenByKey } from './key-pictures.ts'
import { readRenditionOf, readSmallRendition, type Unshown } from './renditions.ts'
import { assetKey, damagedPicture, readVerified } from './store.ts'
import { readUpload } from './upload.ts'

export function assetRoutes(router: Router<WithPictures>, seenByKey: SeenByKey): void {
  const { server } = router
  const { sql } = server
  const rows = new AssetRows(sql)
  const requireSeen = async (caller: Requester, sha256: string) => {
    if ((await seenByKey(sql, caller, [sha256])).length === 0) throw notFound('picture')
  }

  route(router, createAsset, async ({ caller, request }) => {
    const upload = await readUpload(request, server)
    const taken = await takePicture(server, caller.workspaceId, upload.bytes)
    if (!taken.ok) throw new ApiProblem(taken.code, taken.detail)
    const isNew = await keepPictures(server, caller.workspaceId, [taken], () =>
      rows.add(caller.workspaceId, taken.asset),
    )
    await noteSent(sql, caller, [taken.asset.sha256])
    const warnings = [...upload.warningFor(taken.asset.content_type), ...taken.asset.warnings]
    return { ...taken.asset, value: `asset:${taken.asset.sha256}`, deduplicated: !isNew, warnings }
  })

  route(router, createAssets, async ({ caller, request, reply }) => {
    const body = request.body instanceof Readable ? request.body : Readable.from([])
    const gone = new AbortController()
    reply.raw.once('close', () => gone.abort())
    const declared = Number(request.headers['content-length'] ?? Number.POSITIVE_INFINITY)
    const name = `workspace:${caller.workspaceId}`
    const place = await server.shares.enter('streams', name)
    const step = () => server.shares.step(name)
    const enter = async (bytes: number) =>
      (await server.shares.enter('intake', name, Math.min(bytes, declared), gone.signal)).leave
    await streamReceipts(request, reply, (send) =>
      createAssetsInBulk(server, caller, cutSlowStream(body, step), enter, send),
    ).finally(place.leave)
    return reply
  })

  route(router, lookUpAssets, async ({ caller, body }) => {
    const seen = await seenByKey(sql, caller, body.sha256)
    return { found: await aboutToUse(sql, caller.workspaceId, seen) }
  })

  route(router, readAsset, async ({ caller, params, reply }) => {
    const asset = await findAsset(sql, caller.workspaceId, params.sha256)
    await requireSeen(caller, params.sha256)
    const original = await readVerified(server.store, assetKey(caller.workspaceId, params.sha256), params.sha256)
    if (!original.ok) {
      server.pictureFaults.note(original.code, original.detail, { workspace_id: caller.workspaceId, ...params })
      throw new ApiProblem('corrupt', damagedPicture)
    }
    const name = `${params.sha256}.${asset.content_type.slice('image/'.length)}`
    return sendPicture(reply, asset.content_type, original.bytes, name)
  })

  route(router, describeAsset, async ({ caller, params }) => {
    const { rendition_type: _, unreadable: __, ...asset } = await findAsset(sql, caller.workspaceId, params.sha256)
    await requireSeen(caller, params.sha256)
    return asset
  })

  route(router, readRendition, async ({ caller, params, query, reply }) => {
    const asset = await findAsset(sql, caller.workspaceId, params.sha256)
    await requireSeen(caller, params.sha256)
    if (asset.unreadable) throw new ApiProblem('corrupt_image', asset.unreadable)
    const ref = { workspace_id: caller.workspaceId, sha256: params.sha256 }
    const picture =
      query.width === undefined
        ? await readRenditionOf(server, ref, asset.rendition_type)
        : await readSmallRendition(server, ref, asset.rendition_type, query.width)
    if (!picture.ok) throw unshownProblem(picture)
    return sendPicture(reply, picture.type, picture.bytes)
  })
}

/** Why a picture is not shown, to whoever asked for it: 422 for what is wrong with it, 502 for what is wrong with our copy. */
export function unshownProblem({ fault, reason }: Unshown): ApiProblem {
  if (fault === 'picture') return new ApiProblem('corrupt_image', reason)
  if (fault === 'decoder')
    return new ApiProblem('unavailable', 'The picture could not be made ready. Try again in a minute.', {
      retryAfterS: 60,
    })
  return new ApiProblem('corrupt', damagedPicture)
}

/**
 * Pictures are other people's bytes: the type is ours, one of a few, and whatever the bytes pretend to be, a browser
 * neither runs nor guesses. Originals are only ever downloaded.
 */
export function sendPicture(reply: FastifyReply, type: string, bytes: Buffer, downloadName?: string): FastifyReply {
  reply.headers({
    'content-type': type,
    'content-security-policy': "sandbox; default-src 'none'",
    'x-content-type-options': 'nosniff',
    'cross-origin-resource-policy': 'same-origin',
    'cache-control': 'private, no-store',
    'referrer-policy': 'no-referrer',
    'x-robots-tag': 'noindex',
    ...(downloadName && { 'content-disposition': `attachment; filename="${downloadName}"` }),
  })
  reply.send(bytes)
  return reply
}

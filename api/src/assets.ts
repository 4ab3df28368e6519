import { z } from 'zod'
import { endpoint, read, write } from './endpoint.ts'
import { Sha256 } from './ids.ts'

export const pictureTypes = ['image/jpeg', 'image/png', 'image/webp', 'image/gif'] as const

/** A stored picture. Width and height are of the upright picture: a rotation in its metadata has been applied. */
export const Asset = z
  .object({
    sha256: Sha256,
    content_type: z
      .enum(pictureTypes)
      .meta({ description: 'Found in the bytes; what the sender declared plays no part' }),
    size_bytes: z.int(),
    width: z.int(),
    height: z.int(),
    animated: z.boolean().meta({ description: 'Workers see the first frame' }),
    has_gps: z.boolean().meta({ description: 'The metadata names a place. Workers never get metadata' }),
  })
  .meta({ id: 'Asset' })
export type Asset = z.infer<typeof Asset>

export const warningCodes = ['declared_type_mismatch', 'duplicate_picture'] as const
export const Warning = z
  .object({ pointer: z.string(), code: z.enum(warningCodes), detail: z.string() })
  .meta({ id: 'Warning' })
export type Warning = z.infer<typeof Warning>

export const AssetReceipt = Asset.extend({
  value: z.string().meta({ description: '`asset:<sha256>`, to be used as the value of an image field' }),
  deduplicated: z.boolean().meta({ description: 'true: these bytes were there already; they are stored once' }),
  warnings: z.array(Warning),
}).meta({ id: 'AssetReceipt' })

export const createAsset = endpoint({
  method: 'POST',
  path: '/assets',
  tag: 'assets',
  summary: 'Store a picture',
  description:
    'The body is the picture itself (`Content-Type: image/jpeg`, or `application/octet-stream`), or a form (`multipart/form-data`) with one file. A third fewer bytes than base64.',
  policy: write,
  bodyStream: 'picture',
  status: 201,
  response: AssetReceipt,
  errors: ['unsupported_image', 'corrupt_image', 'too_many_pixels', 'empty_image', 'too_large', 'storage_full'],
})

export const lookUpAssets = endpoint({
  method: 'POST',
  path: '/asset-lookups',
  tag: 'assets',
  summary: 'Which of these pictures are stored already',
  policy: read,
  body: z.strictObject({ sha256: z.array(Sha256).min(1).max(1000) }),
  status: 200,
  response: z.object({ found: z.array(Sha256) }),
})

const AssetParams = z.strictObject({ sha256: Sha256 })

export const readAsset = endpoint({
  method: 'GET',
  path: '/assets/{sha256}',
  tag: 'assets',
  summary: 'The picture, byte for byte as it came',
  policy: read,
  params: AssetParams,
  status: 200,
  responseStream: 'picture',
})

export const readRendition = endpoint({
  method: 'GET',
  path: '/assets/{sha256}/rendition',
  tag: 'assets',
  summary: 'The picture as workers see it: upright, without metadata, at most 2048 pixels',
  policy: read,
  params: AssetParams,
  status: 200,
  responseStream: 'picture',
})

import { z } from 'zod'
import { endpoint, read, write } from './endpoint.ts'
import { pictureTypes } from './formats.ts'
import { Sha256 } from './ids.ts'
import { Problem } from './problem.ts'

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

export const warningCodes = [
  'declared_type_mismatch',
  'duplicate_picture',
  'missing_end',
  'damaged_metadata',
  'several_pictures',
  'blank_first_frame',
  'blank',
  'very_dark',
  'stretched',
] as const
export const Warning = z
  .object({ pointer: z.string(), code: z.enum(warningCodes), detail: z.string() })
  .meta({ id: 'Warning' })
export type Warning = z.infer<typeof Warning>

export const AssetReceipt = Asset.extend({
  value: z.string().meta({ description: '`asset:<sha256>`, to be used as the value of an image field' }),
  deduplicated: z.boolean().meta({ description: 'true: these bytes were there already; they are stored once' }),
  warnings: z.array(Warning),
}).meta({ id: 'AssetReceipt' })
export type AssetReceipt = z.infer<typeof AssetReceipt>

export const createAsset = endpoint({
  method: 'POST',
  path: '/assets',
  tag: 'assets',
  summary: 'Store a picture',
  description:
    'The body is the picture itself, as `application/octet-stream` or by its own type (`Content-Type: image/jpeg`), or a form (`multipart/form-data`) with one file. A third fewer bytes than base64.',
  policy: write,
  keyOfProjects: 'theirs',
  bodyStream: 'picture',
  status: 201,
  response: AssetReceipt,
  errors: ['unsupported_image', 'corrupt_image', 'too_many_pixels', 'empty_image', 'too_large', 'storage_full'],
})

/** What a body of many pictures is called: each is preceded by its length in bytes, as 4 bytes, the highest first. */
export const picturesType = 'application/vnd.whisker.pictures'

/** Goes before a picture of this size in the body of `POST /assets/bulk`. */
export function pictureHead(sizeBytes: number): Uint8Array {
  const head = new Uint8Array(4)
  new DataView(head.buffer).setUint32(0, sizeBytes)
  return head
}

const Place = z.int().meta({ description: 'Which picture of the body, from 1' })
export const AssetBulkReceipt = z
  .union([
    AssetReceipt.extend({ picture: Place, status: z.literal('stored') }),
    z.object({ picture: Place, status: z.literal('error'), code: Problem.shape.code, detail: z.string() }),
  ])
  .meta({ id: 'AssetBulkReceipt' })
export type AssetBulkReceipt = z.infer<typeof AssetBulkReceipt>

export const createAssets = endpoint({
  method: 'POST',
  path: '/assets/bulk',
  tag: 'assets',
  summary: 'Store many pictures: one after the other in, one receipt line out for each',
  description:
    'The body is any number of pictures, each preceded by its length in bytes (4 bytes, big-endian; in Python `struct.pack(">I", len(picture)) + picture`). Receipts come back in the same order, while the rest is read. Good pictures are stored when others fail. Many small pictures cost much less than a request for each; a body can be sent again safely, since each picture is stored once. Send without pause: receipts come for some 4 MB at a time.',
  policy: write,
  keyOfProjects: 'theirs',
  bodyStream: 'pictures',
  status: 200,
  response: AssetBulkReceipt,
  responseStream: 'ndjson',
})

export const lookUpAssets = endpoint({
  method: 'POST',
  path: '/asset-lookups',
  tag: 'assets',
  summary: 'Which of these pictures are stored already',
  policy: read,
  keyOfProjects: 'theirs',
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
  keyOfProjects: 'theirs',
  params: AssetParams,
  status: 200,
  responseStream: 'picture',
})

export const describeAsset = endpoint({
  method: 'GET',
  path: '/assets/{sha256}/about',
  tag: 'assets',
  summary: 'What is known of a stored picture: its size, upright, in whose pixels boxes are given',
  policy: read,
  keyOfProjects: 'theirs',
  params: AssetParams,
  status: 200,
  response: Asset,
})

/** How wide small copies of a picture are, in pixels. */
export const renditionWidths = ['160'] as const

export const readRendition = endpoint({
  method: 'GET',
  path: '/assets/{sha256}/rendition',
  tag: 'assets',
  summary:
    'The picture as workers see it: upright, without metadata, at most 2048 pixels a side (long ones up to 1080 across)',
  policy: read,
  keyOfProjects: 'theirs',
  params: AssetParams,
  query: z.strictObject({
    width: z.enum(renditionWidths).transform(Number).optional().meta({
      description: 'A small copy for lists: so wide, or as wide as the picture if it is narrower',
    }),
  }),
  status: 200,
  responseStream: 'picture',
})

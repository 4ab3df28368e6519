import type { MultipartFile } from '@fastify/multipart'
import type { Warning } from '@whisker/api/assets.ts'
import { formatOfType } from '@whisker/api/formats.ts'
import type { FastifyRequest } from 'fastify'
import { type Arriving, makeRoom } from '../http/read-body.ts'
import { strangerOf } from '../http/who.ts'
import { ApiProblem, invalidField } from '../problem.ts'
import type { WithPictures } from './has.ts'

export type Upload = { bytes: Buffer; warningFor: (found: string) => Warning[] }

/** Reads the one picture of a request: the body itself, or the one file of a form. */
export async function readUpload(request: FastifyRequest, { config, shares }: WithPictures): Promise<Upload> {
  const maxBytes = config.maxPictureBytes
  if (!request.isMultipart()) {
    const bytes = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0)
    return { bytes, warningFor: warningFor(request.headers['content-type']) }
  }
  let found: { bytes: Buffer; declared: string } | null = null
  const name = (request.who ?? strangerOf(request)).tenant
  const arriving = await makeRoom({ kind: 'intake', name, limit: maxBytes, factor: 1, shares }, request, (problem) =>
    request.raw.emit('error', problem),
  )
  try {
    for await (const part of request.parts({
      limits: { fileSize: maxBytes, files: 2, fields: 10, parts: 12, headerPairs: 20, fieldSize: 10_000 },
    })) {
      if (part.type !== 'file') continue
      const bytes = await collect(part.file, arriving)
      if (found) throw invalidField('', 'several_files', 'The form has more than one file. Send one picture a request.')
      found = { bytes, declared: part.mimetype }
    }
  } catch (error) {
    throw multipartProblem(error, maxBytes)
  } finally {
    arriving.end()
  }
  if (!found)
    throw invalidField('', 'required', 'The form has no file. Send the picture as a file field, or as the body itself.')
  return { bytes: found.bytes, warningFor: warningFor(found.declared) }
}

/** The bytes of a file, read on only when there is room for them. */
async function collect(file: MultipartFile['file'], arriving: Arriving): Promise<Buffer> {
  const chunks: Buffer[] = []
  for await (const chunk of file) {
    chunks.push(chunk as Buffer)
    await arriving.came((chunk as Buffer).length)
  }
  if (file.truncated) throw Object.assign(new Error('too large'), { code: 'FST_REQ_FILE_TOO_LARGE' })
  return Buffer.concat(chunks)
}

function multipartProblem(error: unknown, maxBytes: number): unknown {
  if (error instanceof ApiProblem) return error
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  if (code === 'FST_REQ_FILE_TOO_LARGE')
    return new ApiProblem(
      'too_large',
      `The picture has more than ${Math.floor(maxBytes / 1e6)} MB, which is the limit. Make it smaller and send it again.`,
    )
  if (code.endsWith('_LIMIT'))
    return new ApiProblem('too_large', 'The form has too many parts, or too long ones. Send one picture a request.')
  return new ApiProblem(
    'bad_request',
    'The form could not be read to its end. Check its boundary, or send the picture as the body itself.',
  )
}

function warningFor(declared: string | undefined): (found: string) => Warning[] {
  const type = declared?.split(';')[0]?.trim().toLowerCase() ?? ''
  return (found) =>
    type === '' || type === 'application/octet-stream' || formatOfType(type)?.type === found
      ? []
      : [
          {
            pointer: '',
            code: 'declared_type_mismatch',
            detail: `The picture was declared as ${type.slice(0, 100)}; its bytes are ${found}. It is stored as what it is.`,
          },
        ]
}

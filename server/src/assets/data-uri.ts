import { decodeBase64, leastDecodedBytes } from './base64.ts'
import type { PictureType } from './inspect.ts'

type DataUriRefusal = 'invalid_data_uri' | 'invalid_base64' | 'empty_image' | 'too_large' | 'unsupported_media_type'

type ParsedDataUri =
  | { ok: true; declaredType: PictureType; bytes: Buffer }
  | { ok: false; code: DataUriRefusal; detail: string }

const declaredTypes = new Map<string, PictureType>([
  ['data:image/jpeg;base64', 'image/jpeg'],
  ['data:image/jpg;base64', 'image/jpeg'],
  ['data:image/png;base64', 'image/png'],
  ['data:image/gif;base64', 'image/gif'],
  ['data:image/webp;base64', 'image/webp'],
])

/** The comma is looked for in this many characters, so a megabyte of parameters costs nothing. */
const maxHeader = 100

const example = 'data:image/jpeg;base64,/9j/4AAQ...'

/**
 * Takes the bytes out of `data:image/(png|jpeg|jpg|gif|webp);base64,...` (the header in any case, the base64 strict;
 * line breaks every 76 or 64 characters are fine). `declaredType` is what the sender claims: only good for a warning.
 *
 * `maxBytes` counts decoded bytes, and is checked before anything is decoded.
 */
export function parseDataUri(value: string, maxBytes: number): ParsedDataUri {
  const start = value.slice(0, maxHeader)
  if (start.slice(0, 5).toLowerCase() !== 'data:') {
    return refuse('invalid_data_uri', `This is no data URI. A picture in it looks like "${example}".`)
  }
  const comma = start.indexOf(',')
  if (comma < 0) {
    return refuse(
      'invalid_data_uri',
      `This data URI has no comma where its picture should begin. It should look like "${example}".`,
    )
  }
  const declaredType = declaredTypes.get(start.slice(0, comma).toLowerCase())
  if (!declaredType) {
    return refuse(
      'unsupported_media_type',
      `Whisker takes data URIs of JPEG, PNG, WebP and GIF in base64, such as "${example}".`,
    )
  }
  const text = value.slice(comma + 1)
  if (leastDecodedBytes(text.length) > maxBytes) return tooLarge(maxBytes)
  const bytes = decodeBase64(text)
  if (!bytes) {
    return refuse(
      'invalid_base64',
      'The part after the comma is no valid base64: it needs the letters A-Z a-z 0-9 + /, padding with "=" and no blanks. It may have been cut.',
    )
  }
  if (bytes.length === 0)
    return refuse('empty_image', 'This data URI ends where its picture should begin. Check the file that was read.')
  return bytes.length > maxBytes ? tooLarge(maxBytes) : { ok: true, declaredType, bytes }
}

function tooLarge(maxBytes: number) {
  const limit = (maxBytes / 1e6).toFixed(1)
  return refuse(
    'too_large',
    `This picture is larger than ${limit} MB, the most that one may have. Make it smaller and send it again.`,
  )
}

function refuse(code: DataUriRefusal, detail: string): ParsedDataUri {
  return { ok: false, code, detail }
}

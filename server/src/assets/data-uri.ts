import { formatOfType, isTaken, type PictureType, refusalOf, takenNames } from '@whisker/api/formats.ts'
import { decodeBase64, minDecodedBytes } from './base64.ts'

type DataUriRefusal = 'invalid_data_uri' | 'invalid_base64' | 'empty_image' | 'too_large' | 'unsupported_media_type'

type ParsedDataUri =
  | { ok: true; declaredType: PictureType; bytes: Buffer }
  | { ok: false; code: DataUriRefusal; detail: string }

/** The comma is looked for in this many characters, so a megabyte of parameters costs nothing. */
const maxHeader = 100

const example = 'data:image/jpeg;base64,/9j/4AAQ...'

/**
 * Takes the bytes out of `data:image/...;base64,...` with the type of a format that is taken (the header in any case, the
 * base64 strict; line breaks every 76 or 64 characters are fine). `declaredType` is what the sender claims: only good for a warning.
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
  const type = /^data:([a-z0-9.+/-]+);base64$/i.exec(start.slice(0, comma))?.[1]
  const format = type === undefined ? undefined : formatOfType(type)
  if (!format || !isTaken(format)) {
    return refuse(
      'unsupported_media_type',
      format ? refusalOf(format) : `Whisker takes data URIs of ${takenNames} in base64, such as "${example}".`,
    )
  }
  const text = value.slice(comma + 1)
  if (minDecodedBytes(text.length) > maxBytes) return tooLarge(maxBytes)
  const bytes = decodeBase64(text)
  if (!bytes) {
    return refuse(
      'invalid_base64',
      'The part after the comma is no valid base64: it needs the letters A-Z a-z 0-9 + / (or - and _) and no blanks. It may have been cut.',
    )
  }
  if (bytes.length === 0)
    return refuse('empty_image', 'This data URI ends where its picture should begin. Check the file that was read.')
  return bytes.length > maxBytes ? tooLarge(maxBytes) : { ok: true, declaredType: format.type, bytes }
}

function tooLarge(maxBytes: number) {
  const limit = (maxBytes / 1e6).toFixed(1)
  return refuse(
    'too_large',
    `This picture has more than ${limit} MB, which is the limit. Make it smaller and send it again.`,
  )
}

function refuse(code: DataUriRefusal, detail: string): ParsedDataUri {
  return { ok: false, code, detail }
}

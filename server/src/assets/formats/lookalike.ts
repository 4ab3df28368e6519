import { isText, latin1 } from '@whisker/api/formats.ts'

/** First bytes of what people send by mistake and is no picture. Order matters only where one is the beginning of another. */
const signatures: [string, string][] = [
  ['%PDF-', 'a PDF document'],
  ['PK\x03\x04', 'a ZIP archive (or an Office document)'],
  ['\x7fELF', 'a program'],
  ['MZ', 'a Windows program'],
  ['\x1f\x8b', 'a gzip archive'],
  ['7z\xbc\xaf\x27\x1c', 'a 7z archive'],
  ['Rar!', 'a RAR archive'],
  ['\x1a\x45\xdf\xa3', 'a Matroska or WebM video'],
  ['OggS', 'an Ogg sound or video file'],
  ['ID3', 'an MP3 sound file'],
]

/** Says what a file that is no picture looks like ("a PDF document"), or undefined. Looks at the first kilobyte only. */
export function looksLike(bytes: Buffer): string | undefined {
  const head = latin1(bytes)
  if (head.startsWith('ftyp', 4)) return head.startsWith('qt', 8) ? 'a QuickTime video' : 'an MP4 video'
  const known = signatures.find(([signature]) => head.startsWith(signature))
  return known ? known[1] : textKind(head)
}

function textKind(head: string): string | undefined {
  if (!isText(head)) return undefined
  const text = head.toLowerCase()
  if (text.includes('<!doctype html') || text.includes('<html')) return 'an HTML page'
  if (text.startsWith('data:image/')) return 'a data URI (send the picture itself here)'
  return 'text'
}

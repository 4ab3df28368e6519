/** First bytes of what people send by mistake. Order matters only where one is the beginning of another. */
const signatures: [string, string][] = [
  ['%PDF-', 'a PDF document'],
  ['PK\x03\x04', 'a ZIP archive (or an Office document)'],
  ['\x7fELF', 'a program'],
  ['MZ', 'a Windows program'],
  ['8BPS', 'a Photoshop document'],
  ['II*\0', 'a TIFF picture or a camera raw file'],
  ['MM\0*', 'a TIFF picture or a camera raw file'],
  ['II+\0', 'a TIFF picture'],
  ['BM', 'a BMP picture'],
  ['\0\0\x01\0', 'a Windows icon'],
  ['\xff\x0a', 'a JPEG XL picture'],
  ['\0\0\0\x0cJXL ', 'a JPEG XL picture'],
  ['\0\0\0\x0cjP  ', 'a JPEG 2000 picture'],
  ['\x1f\x8b', 'a gzip archive'],
  ['7z\xbc\xaf\x27\x1c', 'a 7z archive'],
  ['Rar!', 'a RAR archive'],
  ['\x1a\x45\xdf\xa3', 'a Matroska or WebM video'],
  ['OggS', 'an Ogg sound or video file'],
  ['ID3', 'an MP3 sound file'],
]

/** Brands of the ISO media container ("ftyp"), which HEIC, AVIF and MP4 share. */
const brands: [RegExp, string][] = [
  [/^(heic|heix|hevc|heim|heis|mif1|msf1)/, 'a HEIC photo'],
  [/^avi[fs]/, 'an AVIF picture'],
  [/^qt/, 'a QuickTime video'],
  [/^cr3/i, 'a camera raw file'],
]

/** Says what a refused file looks like ("a HEIC photo"), or undefined. Looks at the first kilobyte only. */
export function looksLike(bytes: Buffer): string | undefined {
  const head = bytes.toString('latin1', 0, 1024)
  if (head.startsWith('ftyp', 4)) {
    const brand = head.slice(8, 12)
    return brands.find(([pattern]) => pattern.test(brand))?.[1] ?? 'an MP4 video'
  }
  const known = signatures.find(([signature]) => head.startsWith(signature))
  return known ? known[1] : textKind(head)
}

function textKind(head: string): string | undefined {
  // Control characters other than tab, line feeds and escape do not occur in text.
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what tells bytes from text
  if (/[\x00-\x08\x0e-\x1a\x1c-\x1f]/.test(head)) return undefined
  const text = head.toLowerCase()
  if (text.includes('<svg')) return 'an SVG drawing'
  if (text.includes('<!doctype html') || text.includes('<html')) return 'an HTML page'
  if (text.startsWith('data:image/')) return 'a data URI (send the picture itself here)'
  return 'text'
}

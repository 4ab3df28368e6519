/**
 * How a picture format is taken. `converted`: the original is kept as it came, and workers see a copy that every browser
 * can show. `refused`: a picture, but none that is decoded here; `advice` says what to do.
 */
type Way = 'as_it_is' | 'converted' | 'refused'

export type Format = {
  /** How a person calls it, after "a". */
  name: string
  /** The MIME type that it is stored as and served with. */
  type: string
  /** Other names of the type, which senders use. */
  otherTypes?: readonly string[]
  /** Endings of file names, in small letters, with the dot. */
  endings: readonly string[]
  way: Way
  /** What its sender can do; only where it is refused. */
  advice?: string
  /** Whether these first bytes, one character each, begin such a file. */
  sniff: (head: string) => boolean
}

/** So many bytes tell what a file is. */
export const headBytes = 1024

const begins =
  (...beginnings: string[]) =>
  (head: string) =>
    beginnings.some((beginning) => head.startsWith(beginning))

/** Brands of the ISO media container, which AVIF, HEIC, raw files and films share: the major one and those it is like. */
function brandsOf(head: string): string[] {
  if (!head.startsWith('ftyp', 4)) return []
  const bytes = Math.min(
    [...head.slice(0, 4)].reduce((sum, byte) => sum * 256 + byte.charCodeAt(0), 0),
    256,
  )
  return [head.slice(8, 12), ...(head.slice(16, bytes).match(/[\s\S]{4}/g) ?? [])]
}

const isAvif = (head: string) => brandsOf(head).some((brand) => /^avi[fs]$/.test(brand))
const isHeic = (head: string) =>
  brandsOf(head).some((brand) => /^(heic|heix|heim|heis|hevc|hevx|mif1|msf1)$/.test(brand))

const taken = [
  {
    name: 'JPEG',
    type: 'image/jpeg',
    otherTypes: ['image/jpg', 'image/pjpeg'],
    endings: ['.jpg', '.jpeg', '.jpe', '.jfif', '.jif', '.mpo'],
    way: 'as_it_is',
    sniff: begins('\xff\xd8\xff'),
  },
  {
    name: 'PNG',
    type: 'image/png',
    otherTypes: ['image/x-png', 'image/apng'],
    endings: ['.png', '.apng'],
    way: 'as_it_is',
    sniff: begins('\x89PNG\r\n\x1a\n'),
  },
  {
    name: 'WebP',
    type: 'image/webp',
    endings: ['.webp'],
    way: 'as_it_is',
    sniff: (head) => head.startsWith('RIFF') && head.startsWith('WEBP', 8),
  },
  { name: 'GIF', type: 'image/gif', endings: ['.gif'], way: 'as_it_is', sniff: begins('GIF87a', 'GIF89a') },
  { name: 'AVIF', type: 'image/avif', endings: ['.avif'], way: 'converted', sniff: isAvif },
  {
    name: 'TIFF',
    type: 'image/tiff',
    otherTypes: ['image/tif', 'image/x-tiff'],
    endings: ['.tif', '.tiff'],
    way: 'converted',
    sniff: (head) => begins('II*\0', 'MM\0*')(head) && !head.startsWith('CR', 8),
  },
] as const satisfies readonly Format[]

const convert = 'Convert it to JPEG or PNG first'

/**
 * Pictures that are not decoded here: libvips as it comes with sharp has no decoder for them, and those that there are need a
 * patent licence or a build step, or run what is in the file.
 */
const refused = [
  {
    name: 'HEIC photo',
    type: 'image/heic',
    otherTypes: ['image/heif', 'image/heic-sequence', 'image/heif-sequence'],
    endings: ['.heic', '.heif', '.hif'],
    way: 'refused',
    advice: `${convert}: on a Mac, select the files, then Quick Actions > Convert Image; elsewhere \`magick mogrify -format jpg *.heic\`. An iPhone takes JPEG with Settings > Camera > Formats > Most Compatible`,
    sniff: (head) => isHeic(head) && !isAvif(head),
  },
  {
    name: 'BMP picture',
    type: 'image/bmp',
    otherTypes: ['image/x-ms-bmp', 'image/x-bmp'],
    endings: ['.bmp', '.dib'],
    way: 'refused',
    advice: `${convert}: \`magick mogrify -format png *.bmp\``,
    // "BM" alone begins many a text; behind the length there are four bytes that are always 0.
    sniff: (head) => head.startsWith('BM') && head.startsWith('\0\0\0\0', 6),
  },
  {
    name: 'JPEG XL picture',
    type: 'image/jxl',
    endings: ['.jxl'],
    way: 'refused',
    advice: `${convert}: \`djxl picture.jxl picture.png\``,
    sniff: begins('\xff\x0a', '\0\0\0\x0cJXL '),
  },
  {
    name: 'JPEG 2000 picture',
    type: 'image/jp2',
    endings: ['.jp2', '.j2k', '.jpx'],
    way: 'refused',
    advice: `${convert}: \`magick mogrify -format png *.jp2\``,
    sniff: begins('\0\0\0\x0cjP  ', '\xff\x4f\xff\x51'),
  },
  {
    name: 'Photoshop document',
    type: 'image/vnd.adobe.photoshop',
    endings: ['.psd', '.psb'],
    way: 'refused',
    advice: 'Save it as JPEG or PNG with File > Export',
    sniff: begins('8BPS'),
  },
  {
    name: 'camera raw file',
    type: 'image/x-dcraw',
    endings: ['.cr2', '.cr3', '.nef', '.arw', '.dng', '.raf', '.orf', '.rw2', '.pef', '.srw'],
    way: 'refused',
    advice: 'Develop it to JPEG first: `darktable-cli`, or Export in the camera maker’s program',
    sniff: (head) =>
      begins('FUJIFILMCCD-RAW', 'IIRO', 'IIRS', 'IIU\0', 'MMOR')(head) ||
      (begins('II*\0', 'MM\0*')(head) && head.startsWith('CR', 8)) ||
      brandsOf(head).some((brand) => /^crx /i.test(brand)),
  },
  {
    name: 'large TIFF (BigTIFF)',
    type: 'image/tiff',
    endings: ['.btf', '.tf8'],
    way: 'refused',
    advice: `${convert}: \`magick mogrify -format png *.tif\``,
    sniff: begins('II+\0', 'MM\0+'),
  },
  {
    name: 'Windows icon',
    type: 'image/x-icon',
    endings: ['.ico', '.cur'],
    way: 'refused',
    advice: `${convert}: \`magick icon.ico icon.png\``,
    sniff: begins('\0\0\x01\0', '\0\0\x02\0'),
  },
  {
    name: 'SVG drawing',
    type: 'image/svg+xml',
    endings: ['.svg', '.svgz'],
    way: 'refused',
    advice: 'An SVG is a program that draws; send a picture of it: `rsvg-convert drawing.svg -o drawing.png`',
    sniff: (head) => isText(head) && head.toLowerCase().includes('<svg'),
  },
] as const satisfies readonly Format[]

/** Every picture format that this service knows by name: the one list for the API, the CLI and the page. */
export const formats: readonly Format[] = [...taken, ...refused]

/** How a person calls a format that is refused. */
export type RefusedName = (typeof refused)[number]['name']
export type PictureType = (typeof taken)[number]['type']
export const pictureTypes = taken.map(({ type }) => type) as [PictureType, ...PictureType[]]

/** "JPEG, PNG, WebP, GIF, AVIF and TIFF" */
export const takenNames = taken
  .map(({ name }) => name)
  .join(', ')
  .replace(/, (\w+)$/, ' and $1')

/** A picture format that is taken. */
export type TakenFormat = Format & { type: PictureType }

/** The format of a file by its first bytes ({@link headBytes} are enough); its name and declared type play no part. */
export function sniffFormat(bytes: Uint8Array): Format | undefined {
  const head = latin1(bytes)
  return formats.find((format) => format.sniff(head))
}

export function isTaken(format: Format): format is TakenFormat {
  return format.way !== 'refused'
}

/** The format that a declared type means, in any of its names. */
export function formatOfType(type: string): Format | undefined {
  const wanted = type.toLowerCase()
  return formats.find((format) => format.type === wanted || format.otherTypes?.includes(wanted))
}

/** What is told to the sender of a picture that is not taken. */
export function refusalOf(format: Format): string {
  return `This looks like a ${format.name}; Whisker takes ${takenNames}. ${format.advice ?? convert}.`
}

/**
 * What to do with a file of a folder. Its bytes decide; its ending only where they say nothing, so that a damaged
 * picture is told and not passed over.
 */
export type Judgement =
  /** To be sent: a picture that is taken, or a file that is called one and has to be looked at closely. */
  | { kind: 'picture' }
  /** A picture that is not taken: its sender has to do something. */
  | { kind: 'left_out'; detail: string }
  /** No picture. `why` is what such files have in common: the ending. */
  | { kind: 'passed_over'; why: string }

export function judgeFile(name: string, head: Uint8Array): Judgement {
  const format = sniffFormat(head)
  if (format) return isTaken(format) ? { kind: 'picture' } : { kind: 'left_out', detail: refusalOf(format) }
  const ending = endingOf(name)
  return formats.some(({ endings }) => endings.includes(ending))
    ? { kind: 'picture' }
    : { kind: 'passed_over', why: ending || 'without ending' }
}

/** The endings of pictures that are taken: such a file is sent without a look at it first. */
export function hasTakenEnding(name: string): boolean {
  const ending = endingOf(name)
  return (taken as readonly Format[]).some(({ endings }) => endings.includes(ending))
}

/** The ending of a file name in small letters, with its dot; empty when there is none. */
function endingOf(name: string): string {
  const base = name.slice(name.lastIndexOf('/') + 1)
  return (/.(\.[^.\s]{1,12})$/.exec(base)?.[1] ?? '').toLowerCase()
}

/** Control characters other than tab, line feeds and escape do not occur in text. */
export function isText(head: string): boolean {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what tells bytes from text
  return !/[\x00-\x08\x0e-\x1a\x1c-\x1f]/.test(head)
}

/** The first bytes, one character each. */
export function latin1(bytes: Uint8Array): string {
  return String.fromCharCode(...bytes.subarray(0, headBytes))
}

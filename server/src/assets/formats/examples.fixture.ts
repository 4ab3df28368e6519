import type { PictureType, RefusedName } from '@whisker/api/formats.ts'
import { draw } from '../picture.fixture.ts'

/** A whole picture of each format that is taken. One that is missing does not compile; `every-format.test.ts` tries them. */
export const takenExamples: Record<PictureType, () => Promise<Buffer>> = {
  'image/jpeg': () => draw().jpeg().toBuffer(),
  'image/png': () => draw().png().toBuffer(),
  'image/webp': () => draw().webp().toBuffer(),
  'image/gif': () => draw().gif().toBuffer(),
  'image/avif': () => draw().avif().toBuffer(),
  'image/tiff': () => draw().tiff().toBuffer(),
}

/** How files of each format that is refused begin, as the programs that write them do. One that is missing does not compile. */
export const refusedHeads: Record<RefusedName, [string, ...string[]]> = {
  'HEIC photo': ['\0\0\0\x24ftypheic\0\0\0\0mif1MiHEmiafMiHBheic\0\0\0\x08mdat', '\0\0\0\x18ftypmif1\0\0\0\0mif1heic'],
  'BMP picture': ['BM\x7a\0\0\0\0\0\0\0\x36\0\0\0\x28\0\0\0\x04\0\0\0\x04\0\0\0\x01\0\x18\0'],
  'JPEG XL picture': ['\xff\x0a\xfa\x1f', '\0\0\0\x0cJXL \r\n\x87\n'],
  'JPEG 2000 picture': ['\0\0\0\x0cjP  \r\n\x87\n', '\xff\x4f\xff\x51\0\x2f'],
  'Photoshop document': ['8BPS\0\x01\0\0\0\0\0\0\0\x03'],
  'camera raw file': [
    'FUJIFILMCCD-RAW 0201',
    'IIRO\x08\0\0\0',
    'II*\0\x10\0\0\0CR\x02\0',
    '\0\0\0\x18ftypcrx \0\0\0\x01crx ',
  ],
  'large TIFF (BigTIFF)': ['II+\0\x08\0\0\0\x10\0\0\0', 'MM\0+\0\x08\0\0'],
  'Windows icon': ['\0\0\x01\0\x01\0\x10\x10'],
  'SVG drawing': ['<?xml version="1.0"?>\n<svg xmlns="http://www.w3.org/2000/svg"/>', '<svg/>'],
}

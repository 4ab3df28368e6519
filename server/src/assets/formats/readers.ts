import type { PictureType } from '@whisker/api/formats.ts'
import { readAvif } from './avif.ts'
import { readGif } from './gif.ts'
import { readJpeg } from './jpeg.ts'
import { readPng } from './png.ts'
import type { Flaw, Structure } from './structure.ts'
import { readTiff } from './tiff.ts'
import { readWebp } from './webp.ts'

type Reader = {
  /** Walks the file's parts; never throws, decodes nothing. */
  read: (bytes: Buffer) => Structure | Flaw
  /** The one loader of libvips that decodes it. */
  loader: string
}

/** How each format that is taken is read. One that is missing does not compile. */
export const readers: Record<PictureType, Reader> = {
  'image/jpeg': { read: readJpeg, loader: 'VipsForeignLoadJpeg' },
  'image/png': { read: readPng, loader: 'VipsForeignLoadPng' },
  'image/webp': { read: readWebp, loader: 'VipsForeignLoadWebp' },
  'image/gif': { read: readGif, loader: 'VipsForeignLoadNsgif' },
  'image/avif': { read: readAvif, loader: 'VipsForeignLoadHeif' },
  'image/tiff': { read: readTiff, loader: 'VipsForeignLoadTiff' },
}

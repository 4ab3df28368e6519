import { crc32 } from 'node:zlib'
import sharp from 'sharp'

/** The size of every drawn picture, so that a turned one shows. */
export const drawn = { width: 60, height: 40 }

/** Four quarters: red, green, blue, white (top left, top right, bottom left, bottom right). */
export function draw() {
  const pixels = Buffer.alloc(drawn.width * drawn.height * 3)
  const quarters = [0xff0000, 0x00ff00, 0x0000ff, 0xffffff]
  for (let y = 0; y < drawn.height; y++) {
    for (let x = 0; x < drawn.width; x++) {
      const quarter = (y < drawn.height / 2 ? 0 : 2) + (x < drawn.width / 2 ? 0 : 1)
      pixels.writeUIntBE(quarters[quarter]!, (y * drawn.width + x) * 3, 3)
    }
  }
  return sharp(pixels, { raw: { ...drawn, channels: 3 } })
}

/** Frames of one colour each, one below the other, as sharp takes them. */
export function drawFrames(count: number, side = 16) {
  const frames = Array.from({ length: count }, (_, i) => Buffer.alloc(side * side * 3, (i * 37) % 256))
  return sharp(Buffer.concat(frames), { raw: { width: side, height: side * count, channels: 3, pageHeight: side } })
}

/** One whole picture of every kind that is taken. */
export async function everyKind(): Promise<Record<string, Buffer>> {
  return {
    'baseline JPEG': await draw().jpeg().toBuffer(),
    'progressive JPEG': await draw().jpeg({ progressive: true }).toBuffer(),
    'grey JPEG': await draw().greyscale().jpeg().toBuffer(),
    'CMYK JPEG': await draw().toColourspace('cmyk').jpeg().toBuffer(),
    'RGB PNG': await draw().png().toBuffer(),
    'palette PNG': await draw().png({ palette: true }).toBuffer(),
    'interlaced PNG': await draw().png({ progressive: true }).toBuffer(),
    'PNG with alpha': await draw().ensureAlpha(0.5).png().toBuffer(),
    '16-bit PNG': await draw().toColourspace('rgb16').png().toBuffer(),
    'lossy WebP': await draw().webp().toBuffer(),
    'lossless WebP': await draw().webp({ lossless: true }).toBuffer(),
    'WebP with alpha': await draw().ensureAlpha(0.5).webp().toBuffer(),
    GIF: await draw().gif().toBuffer(),
  }
}

/** A PNG chunk with the right checksum. */
export function pngChunk(type: string, data: Buffer = Buffer.alloc(0)): Buffer {
  const chunk = Buffer.alloc(12 + data.length)
  chunk.writeUInt32BE(data.length, 0)
  chunk.write(type, 4, 'latin1')
  data.copy(chunk, 8)
  chunk.writeUInt32BE(crc32(chunk.subarray(4, 8 + data.length)), 8 + data.length)
  return chunk
}

/** A PNG from its header fields and its (compressed) pixels, whatever they are. */
export function pngOf(
  { width, height, depth = 8, colour = 2 }: { width: number; height: number; depth?: number; colour?: number },
  data: Buffer,
  extra: Buffer[] = [],
): Buffer {
  const header = Buffer.alloc(13)
  header.writeUInt32BE(width, 0)
  header.writeUInt32BE(height, 4)
  header[8] = depth
  header[9] = colour
  const signature = Buffer.from('\x89PNG\r\n\x1a\n', 'latin1')
  return Buffer.concat([signature, pngChunk('IHDR', header), ...extra, pngChunk('IDAT', data), pngChunk('IEND')])
}

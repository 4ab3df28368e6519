import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import sharp from 'sharp'

/**
 * Different JPEGs of about 60 KB: one drawn picture with noise, made once, and a comment segment that differs in each
 * file (a real segment of the format, so every file is a whole picture with a hash of its own).
 */
export async function makePictures(folder: string, count: number): Promise<string[]> {
  await mkdir(folder, { recursive: true })
  const base = await makePicture()
  const files: string[] = []
  for (let n = 0; n < count; n++) {
    const file = join(folder, `photo-${String(n).padStart(6, '0')}.jpg`)
    await writeFile(file, withComment(base, `picture ${n} ${Math.random()}`))
    files.push(file)
  }
  return files
}

/** One JPEG, a gradient with noise: about 60 KB as it is. */
export async function makePicture(width = 640, height = 480): Promise<Buffer> {
  const raw = Buffer.alloc(width * height * 3)
  for (let i = 0; i < raw.length; i++) raw[i] = ((i / 3) % width) / 3 + Math.random() * 70
  return sharp(raw, { raw: { width, height, channels: 3 } })
    .jpeg({ quality: 62 })
    .toBuffer()
}

/** The same picture with a comment inside: other bytes, another hash. */
export function withComment(jpeg: Buffer, text: string): Buffer {
  const comment = Buffer.from(text)
  const head = Buffer.from([0xff, 0xfe, 0, 0])
  head.writeUInt16BE(comment.length + 2, 2)
  return Buffer.concat([jpeg.subarray(0, 2), head, comment, jpeg.subarray(2)])
}

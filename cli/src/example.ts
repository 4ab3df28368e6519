import { randomUUID } from 'node:crypto'
import { access, mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'

const drawings = new URL('../example/', import.meta.url)

/** The drawings are 960x720 units; at 96 dpi (72 is one pixel per unit) they come out as 1280x960 pixels, not scaled up. */
const drawingDpi = 96

/**
 * Puts the pictures of the built-in example project into `folder` (made if missing) as JPEG, 1280x960, and returns their
 * absolute paths in the order in which they are to be labeled. The names (`picture-01.jpg` ...) do not tell the answers.
 *
 * A picture that is already there is kept byte for byte, whatever made it: uploads are known by the hash of their bytes,
 * and another version of the encoder would turn the same drawing into a new picture. Throws what the file system throws
 * (a folder that cannot be written to, a full disk).
 *
 * @example
 * const paths = await renderExamplePictures('./whisker-data/example')
 */
export async function renderExamplePictures(folder: string): Promise<string[]> {
  await mkdir(folder, { recursive: true })
  const names = (await readdir(drawings)).filter((name) => name.endsWith('.svg')).sort()
  const paths: string[] = []
  for (const name of names) {
    const path = resolve(folder, name.replace(/\.svg$/, '.jpg'))
    if (!(await exists(path))) await place(folder, path, await render(new URL(name, drawings)))
    paths.push(path)
  }
  return paths
}

async function render(drawing: URL): Promise<Buffer> {
  // Imported here: loading sharp's native library costs every other command its start-up time.
  const { default: sharp } = await import('sharp')
  // Full colour resolution: halving it (the default) frays the edges of flat, saturated shapes.
  return sharp(await readFile(drawing), { density: drawingDpi })
    .jpeg({ quality: 85, chromaSubsampling: '4:4:4' })
    .toBuffer()
}

/** A file that exists is never looked at again, so it must never exist half-written: flushed under another name, then renamed. */
async function place(folder: string, path: string, bytes: Buffer): Promise<void> {
  const unfinished = join(folder, `.${randomUUID()}.part`)
  try {
    await writeFile(unfinished, bytes, { flush: true })
    await rename(unfinished, path)
  } catch (error) {
    await rm(unfinished, { force: true })
    throw error
  }
}

async function exists(path: string): Promise<boolean> {
  try {
    await access(path)
    return true
  } catch {
    return false
  }
}

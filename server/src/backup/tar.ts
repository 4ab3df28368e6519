import { createReadStream } from 'node:fs'
import { type FileHandle, mkdir, open, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'

type TarEntry = { name: string; isFolder: boolean; sizeBytes: number; offset: number }

const block = 512

/** An archive that is not what PostgreSQL writes; the message is for the operator. */
export class BadArchive extends Error {}

/**
 * The entries of a tar file as PostgreSQL writes it: files and folders with short names, nothing else. Reads only the
 * headers, each of which has a checksum.
 *
 * @throws {BadArchive}
 */
export async function* readTar(path: string): AsyncGenerator<TarEntry> {
  const file = await open(path, 'r')
  try {
    const { size } = await file.stat()
    for (let at = 0; at < size; ) {
      const header = await readBlock(file, at)
      // Zeros mark the end.
      if (header.every((byte) => byte === 0)) return
      const entry = readHeader(header, at)
      at = entry.offset + Math.ceil(entry.sizeBytes / block) * block
      if (at > size) throw new BadArchive(`The copy of the database is cut off: ${entry.name} is not whole.`)
      yield entry
    }
  } finally {
    await file.close()
  }
}

async function readBlock(file: FileHandle, at: number): Promise<Buffer> {
  const { buffer, bytesRead } = await file.read(Buffer.alloc(block), 0, block, at)
  if (bytesRead < block) throw new BadArchive('The copy of the database is cut off.')
  return buffer
}

function readHeader(header: Buffer, at: number): TarEntry {
  const text = (from: number, length: number) => header.toString('utf8', from, from + length).replace(/\0.*$/s, '')
  const number = (from: number, length: number) => Number.parseInt(text(from, length).trim() || '0', 8)
  // The field of the checksum counts as spaces.
  const sum = header.reduce((total, byte, index) => total + (index >= 148 && index < 156 ? 32 : byte), 0)
  const name = text(0, 100)
  const type = text(156, 1) || '0'
  if (sum !== number(148, 8)) throw new BadArchive(`The copy of the database is damaged at byte ${at}.`)
  if (type === '2')
    throw new BadArchive(
      `The database keeps ${name} in another place (a tablespace), which \`whisker backup\` cannot copy.`,
    )
  const isSafe = name !== '' && !name.startsWith('/') && !name.split(/[/\\]/).includes('..')
  if (!isSafe || !['0', '5'].includes(type) || text(345, 155) !== '')
    throw new BadArchive(
      `The copy of the database has an entry that PostgreSQL does not make: ${JSON.stringify(name)}.`,
    )
  return { name, isFolder: type === '5', sizeBytes: number(124, 12), offset: at + block }
}

/** Unpacks into a folder that is there. Nothing is synced: PostgreSQL does that before it recovers. */
export async function unpackTar(path: string, folder: string): Promise<void> {
  for await (const { name, isFolder, sizeBytes, offset } of readTar(path)) {
    const target = join(folder, name)
    await mkdir(isFolder ? target : dirname(target), { recursive: true, mode: 0o700 })
    if (isFolder) continue
    const bytes = sizeBytes === 0 ? '' : createReadStream(path, { start: offset, end: offset + sizeBytes - 1 })
    await writeFile(target, bytes, { mode: 0o600, flag: 'wx' })
  }
}

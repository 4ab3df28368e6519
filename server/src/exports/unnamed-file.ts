import { randomUUID } from 'node:crypto'
import { type FileHandle, open, unlink } from 'node:fs/promises'
import { join } from 'node:path'
import { StringDecoder } from 'node:string_decoder'
import type { Server } from '../context.ts'

const readBytes = 65_536

/** A file that is gone when it is closed: a server that is killed leaves nothing. */
export async function openUnnamed(server: Pick<Server, 'config'>): Promise<FileHandle> {
  const path = join(server.config.dataDir, `export-${randomUUID()}.tmp`)
  const file = await open(path, 'wx+')
  await unlink(path)
  return file
}

/**
 * What is in a file, from its beginning. Not a stream: that reads ahead, and while it does a file is not closed: of a reader who has gone it
 * stayed open, with its bytes on the disk. Here nothing is read that is not asked for.
 */
export async function* chunksOf(file: FileHandle): AsyncGenerator<Buffer> {
  for (let position = 0; ; ) {
    const { bytesRead, buffer } = await file.read(Buffer.allocUnsafe(readBytes), 0, readBytes, position)
    if (bytesRead === 0) return
    position += bytesRead
    yield buffer.subarray(0, bytesRead)
  }
}

/** Its lines, which end with a line feed and nothing else: `readline` also ends them where a text has U+2028. */
export async function* linesOf(file: FileHandle): AsyncGenerator<string> {
  const decoder = new StringDecoder('utf8')
  let rest = ''
  for await (const chunk of chunksOf(file)) {
    const lines = (rest + decoder.write(chunk)).split('\n')
    rest = lines.pop() as string
    yield* lines
  }
}

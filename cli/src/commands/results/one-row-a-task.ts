import { createReadStream } from 'node:fs'
import { type FileHandle, open } from 'node:fs/promises'
import type { Row, RowReader } from './rows.ts'

/** Rows of one export beside the file that they are for. */
export type Batch = { path: string; header: string; sizeBytes: number; ids: Set<string> }

/**
 * Keeps the rows of an export in a file of its own, all but the header and those of results that are no more: what the
 * export says of a task takes the place of what was said before.
 */
export async function keepBatch(chunks: AsyncIterable<Uint8Array>, path: string, reader: RowReader): Promise<Batch> {
  const batch: Batch = { path, header: '', sizeBytes: 0, ids: new Set() }
  const file = await open(path, 'w')
  try {
    for await (const rows of rowsOf(chunks, reader)) {
      for (const row of rows) if (row.id !== null) batch.ids.add(row.id)
      const kept = rows.filter((row) => {
        if (row.isHeader) batch.header = row.text
        return !row.isHeader && !row.isWithdrawn
      })
      batch.sizeBytes += await write(file, kept)
    }
  } finally {
    await file.close()
  }
  return batch
}

/** Writes a file anew without the rows of the batch's tasks, and with the batch behind them. @returns its size */
export async function replaceRows(from: string, to: string, batch: Batch, reader: RowReader): Promise<number> {
  const file = await open(to, 'w')
  try {
    let sizeBytes = 0
    for await (const rows of rowsOf(createReadStream(from), reader))
      sizeBytes += await write(
        file,
        rows.filter(({ id }) => id === null || !batch.ids.has(id)),
      )
    for await (const chunk of createReadStream(batch.path)) {
      await file.writeFile(chunk)
      sizeBytes += chunk.length
    }
    await file.sync()
    return sizeBytes
  } finally {
    await file.close()
  }
}

/** Which tasks a file has rows of. Numbers of 52 bits: a million take 40 MB, and two that are alike cost one rewriting. */
export class SeenTasks {
  private readonly seen = new Set<number>()

  async readFile(path: string, reader: RowReader): Promise<void> {
    for await (const rows of rowsOf(createReadStream(path), reader))
      for (const { id } of rows) if (id !== null) this.seen.add(numberOf(id))
  }

  hasAnyOf(ids: Iterable<string>): boolean {
    for (const id of ids) if (this.seen.has(numberOf(id))) return true
    return false
  }

  add(ids: Iterable<string>): void {
    for (const id of ids) this.seen.add(numberOf(id))
  }
}

/** Of an id the milliseconds, the counter and some of its chance (it is a UUID of version 8). */
function numberOf(id: string): number {
  const hex = id.replaceAll('-', '')
  const [ms, counter, chance] = [hex.slice(0, 12), hex.slice(13, 16), hex.slice(-3)].map((part) =>
    Number.parseInt(part, 16),
  )
  return ((ms as number) % 2 ** 28) * 2 ** 24 + (counter as number) * 2 ** 12 + (chance as number)
}

async function* rowsOf(chunks: AsyncIterable<Uint8Array>, reader: RowReader): AsyncGenerator<Row[]> {
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true })
  for await (const chunk of chunks) yield reader.read(decoder.decode(chunk, { stream: true }))
}

async function write(file: FileHandle, rows: Row[]): Promise<number> {
  const bytes = Buffer.from(rows.map(({ text }) => text).join(''))
  await file.writeFile(bytes)
  return bytes.length
}

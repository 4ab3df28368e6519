import { copyFile, open, stat, truncate } from 'node:fs/promises'

const maxBytes = 10 * 1024 * 1024

/**
 * Keeps the log of PostgreSQL below 10 MB or so, with one older one beside it (`postgres.log.1`). It is copied and
 * emptied, not renamed: a running PostgreSQL holds it open (for appending), and may outlive the program. Rejected:
 * PostgreSQL's own logging_collector, one more process that cannot write where only root may.
 */
export async function limitLog(log: string): Promise<void> {
  const size = await stat(log).then(
    (found) => found.size,
    () => 0,
  )
  if (size <= maxBytes) return
  await copyFile(log, `${log}.1`)
  await truncate(log, 0)
}

/** What was written to the log since it was `sinceBytes` long, at most the last 16 KB of it. */
export async function readLog(log: string, sinceBytes: number): Promise<string> {
  const file = await open(log, 'r')
  try {
    const { size } = await file.stat()
    const from = Math.max(size < sinceBytes ? 0 : sinceBytes, size - 16_384)
    const { buffer, bytesRead } = await file.read(Buffer.alloc(Math.max(size - from, 1)), 0, size - from, from)
    return buffer.toString('utf8', 0, bytesRead)
  } finally {
    await file.close()
  }
}

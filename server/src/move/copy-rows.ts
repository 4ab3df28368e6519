import { once } from 'node:events'
import { Readable, Writable } from 'node:stream'
import type { Transaction } from '../database/connect.ts'

type Query = ReturnType<Transaction['unsafe']> & {
  resolve: (value: unknown) => void
  reject: (error: unknown) => void
}

/** Copies the rows of a table as PostgreSQL writes them, with no more than a few rows in memory. */
export async function copyRows(from: Transaction, to: Transaction, table: string, columns: string[]): Promise<void> {
  const what = `${quote(table)} (${columns.map(quote).join(', ')})`
  const out = begin(from.unsafe(`copy ${what} to stdout`), Readable)
  const into = begin(to.unsafe(`copy ${what} from stdin`), Writable)
  const [source, target] = await Promise.all([out.stream, into.stream])
  // What fails is told by `done`.
  target.on('error', () => {})
  try {
    for await (const chunk of source) {
      if (!target.write(chunk)) await Promise.race([once(target, 'drain'), into.done])
    }
    // The driver has stopped reading its line for the last piece, and nobody asks it for another.
    source._read(0)
    await out.done
    target.end()
  } catch (error) {
    target.destroy(error as Error)
    await into.done
    throw error
  }
  await into.done
}

/**
 * The driver settles a query with its stream, and says nothing of what comes at its end: `done` is the server's last word
 * about it.
 */
function begin<Stream extends Readable | Writable>(query: unknown, kind: new () => Stream) {
  const { promise: done, resolve, reject } = Promise.withResolvers<void>()
  done.catch(() => {})
  const asked = query as Query
  const told = { resolve: asked.resolve, reject: asked.reject }
  asked.resolve = (value) => {
    told.resolve(value)
    if (!(value instanceof kind)) resolve()
  }
  asked.reject = (error) => {
    told.reject(error)
    reject(error)
  }
  const stream = kind === (Readable as unknown) ? asked.readable() : asked.writable()
  return { stream: stream as unknown as Promise<Stream>, done }
}

/** An identifier, as SQL has it. */
export function quote(name: string): string {
  return `"${name.replaceAll('"', '""')}"`
}

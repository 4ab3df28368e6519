import { readFile } from 'node:fs/promises'
import { makeRendition, makeSmaller } from './make-rendition.ts'
import { makeUpright } from './make-upright.ts'
import type { ChildMessage, PictureOrder } from './messages.ts'

// The process that decodes pictures of strangers. It holds no secret, gets one picture at a time over its channel, and
// may die at any moment.

// A signal to the whole group (Ctrl-C, a service manager) is for the server, which finishes its work and then ends
// this.
process.on('SIGINT', () => undefined)
process.on('SIGTERM', () => undefined)
// The server is gone. An orderly exit would wait for the decoder's thread, perhaps for ever.
process.on('disconnect', () => process.kill(process.pid, 'SIGKILL'))
process.on('message', (order: PictureOrder) => void answer(order))
send({ kind: 'ready' })

async function answer({ source, width, whole, ...limits }: PictureOrder): Promise<void> {
  let bytes: Buffer
  try {
    bytes = 'path' in source ? await readFile(source.path) : source
  } catch (error) {
    send({ kind: 'failed', reason: wordsOf(error) })
    return
  }
  try {
    const make = whole ? makeUpright : makeRendition
    send({ kind: 'made', ...(await (width === undefined ? make(bytes, limits) : makeSmaller(bytes, width))) })
  } catch (error) {
    send({ kind: 'undecodable', reason: wordsOf(error) })
  }
}

function send(message: ChildMessage): void {
  process.send?.(message)
}

/** The first line of a message, as plain ASCII: the decoder may quote the picture in it. */
function wordsOf(error: unknown): string {
  const [line = ''] = String(error instanceof Error ? error.message : error).split('\n')
  return line.replace(/[^ -~]/g, '?').slice(0, 200)
}

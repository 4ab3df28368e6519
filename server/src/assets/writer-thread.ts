import { parentPort, workerData } from 'node:worker_threads'
import { createObjectWriter } from './object-writer.ts'

/** A thread that writes objects, one after the other. */
export type WriteJob = { id: number; target: string; bytes: Uint8Array }
export type WriteReply = { id: number; created: boolean } | { id: number; code: string | undefined; message: string }

const { base, temp } = workerData as { base: string; temp: string }
const write = createObjectWriter(base, temp)

parentPort?.on('message', ({ id, target, bytes }: WriteJob) => {
  let reply: WriteReply
  try {
    reply = { id, ...write(target, bytes) }
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException
    reply = { id, code, message }
  }
  parentPort?.postMessage(reply)
})

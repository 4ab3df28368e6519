import { parentPort, receiveMessageOnPort, workerData } from 'node:worker_threads'
import { createObjectWriter } from './object-writer.ts'

/** A thread that writes objects: all that have come while it wrote the ones before, together. */
export type WriteJob = { id: number; target: string; bytes: Uint8Array }
export type WriteReply = { id: number; created: boolean } | { id: number; code: string | undefined; message: string }

/** Each is an open file until it is synced. */
const maxAtOnce = 64

const { base, temp } = workerData as { base: string; temp: string }
const write = createObjectWriter(base, temp)
const port = parentPort as NonNullable<typeof parentPort>

port.on('message', (first: WriteJob | 'stop') => {
  if (first === 'stop') return port.close()
  const jobs = [first]
  let stopped = false
  while (jobs.length < maxAtOnce) {
    const next = receiveMessageOnPort(port) as { message: WriteJob | 'stop' } | undefined
    if (!next) break
    stopped = next.message === 'stop'
    if (next.message === 'stop') break
    jobs.push(next.message)
  }
  const written = write(jobs)
  const replies = jobs.map(({ id }, at): WriteReply => {
    const result = written[at] as (typeof written)[number]
    return 'error' in result ? { id, code: result.error.code, message: result.error.message } : { id, ...result }
  })
  port.postMessage(replies)
  if (stopped) port.close()
})

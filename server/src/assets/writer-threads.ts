import { dirname } from 'node:path'
import { Worker } from 'node:worker_threads'
import { endThread } from '../jobs/thread.ts'
import type { WriteJob, WriteReply } from './writer-thread.ts'

export type WriterThreads = {
  /**
   * Writes durably. A folder always goes to the same thread: two writes of one object never meet, and what a folder gains
   * at one time is made durable at once.
   */
  write(target: string, bytes: Uint8Array): Promise<{ created: boolean }>
  close(): Promise<void>
}

type Waiting = { resolve: (made: { created: boolean }) => void; reject: (error: Error) => void }

/** Threads start when they are first needed, and do not keep the process alive. */
export function createWriterThreads(base: string, temp: string, count: number): WriterThreads {
  const threads: (Thread | undefined)[] = new Array(count)
  return {
    write(target, bytes) {
      const index = spread(dirname(target)) % count
      let thread = threads[index]
      if (!thread) {
        thread = startThread(base, temp, () => {
          threads[index] = undefined
        })
        threads[index] = thread
      }
      return thread.write(target, bytes)
    },
    async close() {
      await Promise.all(threads.map((thread) => thread?.stop()))
    },
  }
}

type Thread = { write: WriterThreads['write']; stop: () => Promise<unknown> }

function startThread(base: string, temp: string, onEnd: () => void): Thread {
  const waiting = new Map<number, Waiting>()
  let next = 0
  const worker = new Worker(new URL('./writer-thread.ts', import.meta.url), {
    workerData: { base, temp },
    execArgv: [],
    resourceLimits: { maxYoungGenerationSizeMb: 4, maxOldGenerationSizeMb: 64 },
  })
  worker.unref()
  worker.on('message', (replies: WriteReply[]) => {
    for (const reply of replies) {
      const job = waiting.get(reply.id)
      waiting.delete(reply.id)
      if ('created' in reply) job?.resolve({ created: reply.created })
      else job?.reject(Object.assign(new Error(reply.message), { code: reply.code }))
    }
    if (waiting.size === 0) worker.unref()
  })
  const fail = (error: Error) => {
    onEnd()
    for (const job of waiting.values()) job.reject(error)
    waiting.clear()
  }
  worker.on('error', fail)
  worker.on('exit', () => fail(Object.assign(new Error('The writing thread ended.'), { code: 'EIO' })))
  return {
    write: (target, bytes) =>
      new Promise((resolve, reject) => {
        const id = next++
        waiting.set(id, { resolve, reject })
        worker.ref()
        worker.postMessage({ id, target, bytes } satisfies WriteJob)
      }),
    stop: () => endThread(worker),
  }
}

/** A folder's last character is a digit of a hash; what is before it sets workspaces and kinds apart. */
function spread(text: string): number {
  let sum = 0
  for (let i = Math.max(0, text.length - 16); i < text.length; i++) sum = (sum * 31 + text.charCodeAt(i)) >>> 0
  return sum
}

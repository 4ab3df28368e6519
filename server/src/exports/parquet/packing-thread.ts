import { Worker } from 'node:worker_threads'
import { endThread } from '../../jobs/thread.ts'
import type { Batch, TableOrder } from './thread.ts'

/** Packs for one file. Whoever has one ends it with `stop`. */
export class PackingThread {
  private readonly worker: Worker
  private readonly waiting: { resolve: (bytes: Buffer) => void; reject: (error: Error) => void }[] = []
  private ended = false

  constructor(order: TableOrder) {
    this.worker = new Worker(new URL('./thread.ts', import.meta.url), {
      workerData: order,
      execArgv: [],
      resourceLimits: { maxYoungGenerationSizeMb: 8, maxOldGenerationSizeMb: 256 },
    })
    this.worker.on('message', (bytes: Uint8Array<ArrayBuffer>) =>
      this.waiting.shift()?.resolve(Buffer.from(bytes.buffer)),
    )
    const fail = (error: Error) => {
      this.ended = true
      for (const { reject } of this.waiting.splice(0)) reject(error)
    }
    this.worker.on('error', fail)
    this.worker.on('exit', () => fail(new Error('The thread that packs ended.')))
  }

  pack(batch: Batch): Promise<Buffer> {
    const pictures = batch.lines.flatMap(({ pictures }) => pictures.flatMap((picture) => picture ?? []))
    return this.ask(
      batch,
      pictures.map(({ buffer }) => buffer as ArrayBuffer),
    )
  }

  end(): Promise<Buffer> {
    return this.ask('end')
  }

  async stop(): Promise<void> {
    if (!this.ended) await endThread(this.worker)
  }

  private ask(message: Batch | 'end', handedOver: ArrayBuffer[] = []): Promise<Buffer> {
    const asked = new Promise<Buffer>((resolve, reject) => {
      if (this.ended) return reject(new Error('The thread that packs ended.'))
      this.waiting.push({ resolve, reject })
      this.worker.postMessage(message, handedOver)
    })
    // Whoever stops early never looks at it.
    asked.catch(() => {})
    return asked
  }
}

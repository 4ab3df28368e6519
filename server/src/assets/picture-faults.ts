import type { FastifyBaseLogger } from 'fastify'
import { Counter } from 'prom-client'
import { StorageError } from './store.ts'

/**
 * What can keep a picture from being shown that is not the picture's own fault: its file is `missing` or `corrupt`, its copy
 * for the workers is damaged (`rendition`; it is made again), the `decoder` died or took too long, or the whole `store` is away.
 */
export type PictureFault = 'missing' | 'corrupt' | 'rendition' | 'decoder' | 'store'

const quietMs = 10_000

/** Counts faults for `/metrics` and tells the log of them: a line for each kind in ten seconds, however many there are. */
export class PictureFaults {
  readonly counter = new Counter({
    name: 'whisker_picture_faults_total',
    help: 'Pictures that could not be read or made, by what was the matter; none of it is the picture itself',
    labelNames: ['kind'],
    registers: [],
  })
  private readonly log: FastifyBaseLogger
  private readonly silent = new Map<PictureFault, { until: number; count: number }>()

  constructor(log: FastifyBaseLogger) {
    this.log = log
  }

  note(kind: PictureFault, detail: string, picture?: { workspace_id: number; sha256: string }): void {
    this.counter.inc({ kind })
    const last = this.silent.get(kind)
    if (last && performance.now() < last.until) {
      last.count++
      return
    }
    this.silent.set(kind, { until: performance.now() + quietMs, count: 0 })
    const name = picture && `${picture.workspace_id}/${picture.sha256}`
    this.log.error({ kind, picture: name, not_told: last?.count ?? 0 }, `a picture cannot be shown: ${detail}`)
  }

  /** Any error on the way of a picture. @returns the same error. */
  noteError<E>(error: E): E {
    if (error instanceof StorageError) this.note('store', error.message)
    return error
  }
}

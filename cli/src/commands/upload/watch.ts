import { type FSWatcher, watch } from 'node:fs'
import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { litterOf } from '@whisker/api/litter.ts'
import { checkFile, type Found, judge, type Root, walk } from './walk.ts'

export type WatchOptions = {
  roots: readonly Root[]
  stop: AbortSignal
  /** A file that has not changed for this long is complete, in ms. */
  quietMs?: number
  /** All folders are looked through at least this often: not every file system reports changes. */
  rescanMs?: number
}

/** Folders beyond this number are only looked through now and then: each costs the system a watch. */
const maxWatched = 1000

/**
 * Finds pictures for as long as it is let: each round is what has come or changed since the last one and has stopped
 * growing. By time of change (`ctime`), which a copy cannot set back as it does with the time of its content.
 */
export class Watch {
  private readonly options: Required<WatchOptions>
  /** What was given out, with size and times then. */
  private readonly given = new Map<string, string>()
  private readonly watchers = new Map<string, FSWatcher>()
  /** Paths that the system reported, with their names. */
  private reported = new Map<string, string>()
  private isRescanDue = true
  private isWoken = false
  private endPause: () => void = () => {}

  constructor(options: WatchOptions) {
    this.options = { ...options, quietMs: options.quietMs ?? 2000, rescanMs: options.rescanMs ?? 10_000 }
    options.stop.addEventListener('abort', () => this.wake(), { once: true })
  }

  /** Gives the same file again when it is looked at next. */
  forget(path: string): void {
    this.given.delete(path)
    this.isRescanDue = true
  }

  /** Rounds that have something in them, until stopped. */
  async *rounds(): AsyncGenerator<Found[]> {
    const { stop, rescanMs, quietMs } = this.options
    let rescanAt = 0
    try {
      while (!stop.aborted) {
        const rescan = this.isRescanDue || performance.now() >= rescanAt
        const startedAt = performance.now()
        const reported = this.reported
        this.reported = new Map()
        this.isRescanDue = false
        const { ready, growing } = await this.look(
          rescan ? walk(this.options.roots, (path, prefix) => this.watchFolder(path, prefix)) : those(reported),
        )
        // A look through a million files takes seconds: a twentieth of the time is enough for it.
        if (rescan) rescanAt = performance.now() + Math.max(rescanMs, 20 * (performance.now() - startedAt))
        for (const found of growing) this.reported.set(found.path, found.name)
        if (ready.length > 0) yield ready
        if (stop.aborted || this.isRescanDue) continue
        await this.pause(
          Math.min(growing.length > 0 ? quietMs / 2 : Number.POSITIVE_INFINITY, rescanAt - performance.now()),
        )
      }
    } finally {
      for (const watcher of this.watchers.values()) watcher.close()
    }
  }

  private async look(
    files: AsyncIterable<Found>,
  ): Promise<{ ready: Found[]; growing: { path: string; name: string }[] }> {
    const ready: Found[] = []
    const growing: { path: string; name: string }[] = []
    for await (const found of files) {
      if (found.kind !== 'picture') {
        if (this.isNews(found.path, found.kind)) ready.push(found)
        continue
      }
      const state = await stat(found.path).catch(() => null)
      // Gone already: nothing to send.
      if (!state) continue
      if (Date.now() - state.ctimeMs < this.options.quietMs) growing.push(found)
      else if (this.isNews(found.path, `${state.size}:${state.mtimeMs}:${state.ctimeMs}`)) ready.push(found)
    }
    return { ready, growing }
  }

  private isNews(path: string, state: string): boolean {
    if (this.given.get(path) === state) return false
    this.given.set(path, state)
    return true
  }

  private watchFolder(path: string, prefix: string): void {
    if (this.watchers.has(path) || this.watchers.size >= maxWatched) return
    try {
      const watcher = watch(path, (_event, name) => {
        if (name && litterOf(name) === null && name.includes('.')) this.reported.set(join(path, name), prefix + name)
        // Perhaps a folder.
        else if (!name?.includes('.')) this.isRescanDue = true
        else return
        this.wake()
      })
      // The folder was deleted, say: the next look through all folders notices.
      watcher.on('error', () => this.unwatch(path))
      this.watchers.set(path, watcher)
    } catch {
      // No more watches to be had: this folder is looked through now and then.
    }
  }

  private unwatch(path: string): void {
    this.watchers.get(path)?.close()
    this.watchers.delete(path)
  }

  private wake(): void {
    this.isWoken = true
    this.endPause()
  }

  /** Until something is reported, but never too short: a file that is being written reports itself all the time. */
  private async pause(ms: number): Promise<void> {
    await sleep(200)
    if (!this.isWoken) {
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, Math.max(0, ms - 200))
        this.endPause = () => {
          clearTimeout(timer)
          resolve()
        }
      })
    }
    this.isWoken = false
  }
}

async function* those(reported: Map<string, string>): AsyncGenerator<Found> {
  for (const [path, name] of reported) {
    const found = await checkFile(path, name)
    // A file that was reported and is gone was renamed or deleted: nothing to tell.
    if (found.kind === 'picture') yield await judge(path, name)
  }
}

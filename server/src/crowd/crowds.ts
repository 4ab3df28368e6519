import { modelKindOf } from '../consolidation/models/models.ts'
import type { Crowd } from './crowd.ts'

type Entry = { crowd: Crowd | null; touchedMs: number; pushedMs: number; bytes: number }

/** A project is followed for this long after its last submit here: long enough for its last refit. */
const followedMs = 60_000
const maxBytes = 128_000_000

/**
 * The crowds that this server has in memory. They are a cache: everything in them can be drawn again from the last refit
 * and the answers since, and whoever asks for one that is not there gets null and goes on with what is thought of any crowd.
 */
export class Crowds {
  private readonly entries = new Map<number, Entry>()

  /** What is known right now. Marks the project as at work, so that it is followed. */
  of(projectId: number): Crowd | null {
    this.touch(projectId)
    return this.entries.get(projectId)?.crowd ?? null
  }

  touch(projectId: number): void {
    const entry = this.entries.get(projectId) ?? { crowd: null, touchedMs: 0, pushedMs: 0, bytes: 0 }
    entry.touchedMs = performance.now()
    // A Map keeps the order of insertion: the first is the one that was touched longest ago.
    this.entries.delete(projectId)
    this.entries.set(projectId, entry)
  }

  /** What the follower has so far, without touching. */
  followed(projectId: number): Crowd | null {
    return this.entries.get(projectId)?.crowd ?? null
  }

  keep(projectId: number, crowd: Crowd, pushed: boolean): void {
    const entry = this.entries.get(projectId)
    if (!entry) return
    entry.crowd = crowd
    entry.bytes = sizeBytes(crowd)
    if (pushed) entry.pushedMs = performance.now()
    let total = [...this.entries.values()].reduce((sum, { bytes }) => sum + bytes, 0)
    for (const [oldest, { bytes }] of this.entries) {
      if (total <= maxBytes || oldest === projectId) break
      this.entries.delete(oldest)
      total -= bytes
    }
  }

  drop(projectId: number): void {
    this.entries.delete(projectId)
  }

  /** How long no answer has come in. */
  quietMs(projectId: number): number {
    return performance.now() - (this.entries.get(projectId)?.pushedMs ?? 0)
  }

  /** Projects with recent work on this server. */
  atWork(): number[] {
    const since = performance.now() - followedMs
    return [...this.entries].filter(([, entry]) => entry.touchedMs > since).map(([projectId]) => projectId)
  }
}

function sizeBytes(crowd: Crowd): number {
  let bytes = 1000 + 120 * crowd.workers.size
  for (const model of crowd.models.values()) bytes += modelKindOf(model).sizeBytes(model)
  return bytes
}

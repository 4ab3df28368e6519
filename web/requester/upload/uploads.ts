import { useSyncExternalStore } from 'react'
import { onHealed } from '../../service/connection.ts'
import { type Source, UploadQueue, type UploadView } from './queue.ts'
import { sendPicture } from './send-picture.ts'

// Uploads belong to the application and not to a page: they go on while the person looks at other pages.
const queues = new Map<number, UploadQueue>()
const listeners = new Set<() => void>()
let told = false

/** Tells all listeners at most ten times a second: 200 small files would draw the page 400 times. */
function tell(): void {
  if (told) return
  told = true
  setTimeout(() => {
    told = false
    for (const listener of listeners) listener()
  }, 100)
}

/** The upload of a project, or null if there was none since the page was loaded. */
export function useUpload(projectId: number): UploadView | null {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    () => queues.get(projectId)?.state ?? null,
  )
}

export function uploadOf(projectId: number, fieldName: string): UploadQueue {
  const queue =
    queues.get(projectId) ?? new UploadQueue((source: Source) => sendPicture(projectId, fieldName, source), tell)
  queues.set(projectId, queue)
  return queue
}

export function forgetUpload(projectId: number): void {
  queues.delete(projectId)
  tell()
}

onHealed(() => {
  for (const queue of queues.values()) queue.wake()
})

globalThis.window?.addEventListener('beforeunload', (event) => {
  if ([...queues.values()].some((queue) => !queue.finished)) event.preventDefault()
})

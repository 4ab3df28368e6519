import { litterOf } from '@whisker/api/litter.ts'
import type { Source } from './queue.ts'

/** What a person gave us. `passedOver`: how many files and folders were left alone, by what they are. */
export type Collected = { sources: Source[]; passedOver: Map<string, number> }

/** Files from a file dialog; those of a folder bring their path in it. */
export function fromFileList(files: Iterable<File>): Collected {
  const collected: Collected = { sources: [], passedOver: new Map() }
  for (const file of files) {
    const path = file.webkitRelativePath || file.name
    const litter = path.split('/').map(litterOf).find(Boolean)
    if (litter) countOne(collected.passedOver, litter)
    else collected.sources.push({ path, open: async () => file })
  }
  return collected
}

/** Files and whole folders that were dropped. Must be called in the event: its items are gone afterwards. */
export function fromDrop(items: DataTransferItemList): Promise<Collected> {
  const entries = [...items].map((item) => item.webkitGetAsEntry()).filter((entry) => entry !== null)
  return fromEntries(entries)
}

async function fromEntries(entries: readonly FileSystemEntry[]): Promise<Collected> {
  const collected: Collected = { sources: [], passedOver: new Map() }
  const open = [...entries]
  for (let entry = open.pop(); entry; entry = open.pop()) {
    const litter = litterOf(entry.name)
    const path = entry.fullPath.replace(/^\//, '')
    if (litter) countOne(collected.passedOver, litter)
    else if (entry.isDirectory) open.push(...(await children(entry as FileSystemDirectoryEntry)))
    else {
      const file = entry as FileSystemFileEntry
      collected.sources.push({ path, open: () => new Promise((resolve, reject) => file.file(resolve, reject)) })
    }
  }
  collected.sources.sort((a, b) => (a.path < b.path ? -1 : 1))
  return collected
}

/** A directory gives its entries in batches (of 100 in Chromium) until it gives none. */
async function children(directory: FileSystemDirectoryEntry): Promise<FileSystemEntry[]> {
  const reader = directory.createReader()
  const all: FileSystemEntry[] = []
  for (;;) {
    const batch = await new Promise<FileSystemEntry[]>((resolve, reject) => reader.readEntries(resolve, reject))
    if (batch.length === 0) return all
    for (const entry of batch) all.push(entry)
  }
}

function countOne(counts: Map<string, number>, what: string): void {
  counts.set(what, (counts.get(what) ?? 0) + 1)
}

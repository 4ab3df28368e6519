import type { Source } from './queue.ts'

export type Collected = { sources: Source[]; refused: { path: string; reason: string }[] }

/** What operating systems leave in folders. Nobody means to send it, so nobody has to read about it. */
const litter = /^(\.|Thumbs\.db$|desktop\.ini$|__MACOSX$)/i

/** Files from a file dialog; those of a folder bring their path in it. */
export function fromFileList(files: Iterable<File>): Collected {
  const collected: Collected = { sources: [], refused: [] }
  for (const file of files) keep(collected, file.webkitRelativePath || file.name, file)
  return collected
}

/** Files and whole folders that were dropped. Must be called in the event: its items are gone afterwards. */
export function fromDrop(items: DataTransferItemList): Promise<Collected> {
  const entries = [...items].map((item) => item.webkitGetAsEntry()).filter((entry) => entry !== null)
  return fromEntries(entries)
}

async function fromEntries(entries: readonly FileSystemEntry[]): Promise<Collected> {
  const collected: Collected = { sources: [], refused: [] }
  const open = [...entries]
  for (let entry = open.pop(); entry; entry = open.pop()) {
    if (litter.test(entry.name)) continue
    const path = entry.fullPath.replace(/^\//, '')
    if (entry.isDirectory) open.push(...(await children(entry as FileSystemDirectoryEntry)))
    else {
      const file = entry as FileSystemFileEntry
      collected.sources.push({ path, open: () => new Promise((resolve, reject) => file.file(resolve, reject)) })
    }
  }
  collected.sources.sort((a, b) => (a.path < b.path ? -1 : 1))
  return sortOut(collected)
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

function keep(collected: Collected, path: string, file: File): void {
  if (path.split('/').some((part) => litter.test(part))) return
  if (looksLikePicture(path)) collected.sources.push({ path, open: async () => file })
  else collected.refused.push({ path, reason: notAPicture })
}

function sortOut({ sources }: Collected): Collected {
  return {
    sources: sources.filter(({ path }) => looksLikePicture(path)),
    refused: sources.filter(({ path }) => !looksLikePicture(path)).map(({ path }) => ({ path, reason: notAPicture })),
  }
}

const notAPicture = 'Not a picture by its name. Whisker takes JPEG, PNG, WebP and GIF.'

/** By the name's ending. Endings of other pictures pass: the server knows them by their bytes and says what to do. */
function looksLikePicture(path: string): boolean {
  const ending = /\.([A-Za-z0-9]{1,5})$/.exec(path)?.[1]
  return ending === undefined || /^(jpe?g|jfif|png|webp|gif|heic|heif|avif|bmp|tiff?|svg)$/i.test(ending)
}

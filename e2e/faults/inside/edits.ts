import { mkdirSync } from 'node:fs'
import { join } from 'node:path'

/** A text in a file of the server, by the end of its path, and what is to stand there instead. */
export type Edit = { file: string; from: string; to: string }

const hook = new URL('./hook.ts', import.meta.url).href

export const insideFolder = (folder: string) => join(folder, 'inside')

/** What a server is started with so that it counts who rode together, and has these texts changed: the product itself has no such switch. */
export function insideEnv(folder: string, edits: readonly Edit[]): Record<string, string> {
  mkdirSync(insideFolder(folder), { recursive: true })
  return {
    NODE_OPTIONS: `${process.env.NODE_OPTIONS ?? ''} --import ${hook}`.trim(),
    WHISKER_INSIDE: JSON.stringify({ folder: insideFolder(folder), edits }),
    // What is kept compiled is as it stands in the repository.
    NODE_COMPILE_CACHE: join(insideFolder(folder), 'compiled'),
  }
}

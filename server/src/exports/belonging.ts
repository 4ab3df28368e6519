import type { Splitting } from './splits.ts'
import type { Spool, Spooled } from './spool.ts'

/** Of each picture the one that stands for all that belong together with it. */
export type Belonging = (sha256: string) => string

/**
 * Pictures that share a task belong together, and so do tasks that share a picture: what a split must not tear apart. Only pictures of tasks
 * with several are held; whoever is alone stands for itself. A task that comes later may join two groups, and one of them then moves.
 */
export async function belongingOf(spool: Spool, { split, group }: Splitting): Promise<Belonging> {
  const above = new Map<string, string>()
  const rootOf = (sha256: string): string => {
    let root = sha256
    for (let next = above.get(root); next !== undefined && next !== root; next = above.get(root)) root = next
    for (let at = sha256; at !== root; ) {
      const next = above.get(at)!
      above.set(at, root)
      at = next
    }
    return root
  }
  if (split !== undefined && group === undefined)
    for await (const line of spool.lines()) {
      const [first, ...more] = Object.keys((JSON.parse(line) as Spooled).pictures)
      for (const other of more) {
        // The smaller one, whatever came first: the same pictures make the same split.
        const [low, high] = [rootOf(first!), rootOf(other)].sort() as [string, string]
        above.set(high, low)
      }
    }
  return rootOf
}

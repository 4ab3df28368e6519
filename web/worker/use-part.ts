import { useEffect, useState } from 'preact/hooks'

type Options = {
  /** ms; for what nobody waits for yet. */
  after?: number
  /** What could not be loaded is asked for again when this is another one. */
  again?: unknown
}

/** A part of the page, once it is there. Without a network there is none, and the page must do without. */
export function usePart<Module>(
  load: (() => Promise<Module>) | null,
  { after = 0, again }: Options = {},
): Module | null {
  const [part, setPart] = useState<Module | null>(null)
  // biome-ignore lint/correctness/useExhaustiveDependencies: `again` is when to ask again
  useEffect(() => {
    if (!load) return
    const timer = setTimeout(() => load().then(setPart, () => {}), after)
    return () => clearTimeout(timer)
  }, [load, after, again])
  return part
}

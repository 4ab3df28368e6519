/** @jsxImportSource preact */
import type { VNode } from 'preact'
import { useEffect, useState } from 'preact/hooks'
import { usePage, useWork } from './page.ts'
import { Words } from './status/words.tsx'

type Later = typeof import('./panels.tsx')
let later: Later | null = null

/** Loads what comes later; again after a failure, so that a moment without a network does not lock it. */
async function load(): Promise<Later | null> {
  later ??= await import('./panels.tsx').catch(() => null)
  return later
}

const idleMs = 800
const againMs = 2000

/** The open panel, if any. All are loaded as soon as the page has nothing better to do. */
export function LaterPanels() {
  const { desk } = usePage()
  const panel = useWork((state) => state.panel)
  const [loaded, setLoaded] = useState(later)
  useEffect(() => {
    const begin = async () => {
      const now = await load()
      // Without a network there is no panel; the page must not wait for one.
      if (now === null) desk.store.set({ panel: 'none' })
      setLoaded(now)
    }
    const timer = setTimeout(begin, panel === 'none' ? idleMs : 0)
    return () => clearTimeout(timer)
  }, [panel, desk])
  return panel !== 'none' && loaded ? <loaded.OpenPanel panel={panel} /> : null
}

/** What is said when there is nothing to answer, or to open: by then it is there, or the network that told so is. */
export function Late({ draw, title }: { draw: (later: Later) => VNode; title: string }) {
  const [loaded, setLoaded] = useState(later)
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined
    const begin = async () => {
      const now = await load()
      setLoaded(now)
      if (now === null) timer = setTimeout(begin, againMs)
    }
    if (!loaded) begin()
    return () => clearTimeout(timer)
  }, [loaded])
  return loaded ? draw(loaded) : <Words title={title} />
}

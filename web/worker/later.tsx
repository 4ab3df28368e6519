/** @jsxImportSource preact */
import type { ComponentType } from 'preact'
import { useEffect, useState } from 'preact/hooks'
import { usePage, useWork } from './page.ts'
import type { Panel } from './work/state.ts'

type Panels = ComponentType<{ panel: Exclude<Panel, 'none'> }>
let panels: Panels | null = null

/**
 * Loads the panels. It is tried again after a failure, but a browser may keep that (Chromium does) until the page is loaded anew: so
 * nothing stands among them that is said without being asked for.
 */
async function loadPanels(): Promise<Panels | null> {
  panels ??= await import('./panels.tsx').then(
    (module) => module.OpenPanel,
    () => null,
  )
  return panels
}

/** The open panel, if any. All are loaded as soon as the page has nothing better to do. */
export function LaterPanels() {
  const { desk } = usePage()
  const panel = useWork((state) => state.panel)
  const [Loaded, setLoaded] = useState<{ Panels: Panels | null }>({ Panels: panels })
  useEffect(() => {
    const load = async () => {
      const Panels = await loadPanels()
      // Without a network there is no panel; the page must not wait for one.
      if (Panels === null) desk.store.set({ panel: 'none' })
      setLoaded({ Panels })
    }
    const timer = setTimeout(load, panel === 'none' ? 800 : 0)
    return () => clearTimeout(timer)
  }, [panel, desk])
  return panel !== 'none' && Loaded.Panels ? <Loaded.Panels panel={panel} /> : null
}

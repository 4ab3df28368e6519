/** @jsxImportSource preact */
import { useEffect, useState } from 'preact/hooks'
import { usePage, useWork } from './page.ts'
import { part } from './part.ts'

const loadPanels = part(() => import('./panels.tsx'))
type Panels = Awaited<ReturnType<typeof loadPanels>>

/** The open panel, if any. All are loaded as soon as the page has nothing better to do. */
export function LaterPanels() {
  const { desk } = usePage()
  const panel = useWork((state) => state.panel)
  const [panels, setPanels] = useState<Panels | null>(null)
  useEffect(() => {
    // Without a network there is no panel; the page must not wait for one.
    const load = () => loadPanels().then(setPanels, () => desk.store.set({ panel: 'none' }))
    const timer = setTimeout(load, panel === 'none' ? 800 : 0)
    return () => clearTimeout(timer)
  }, [panel, desk])
  return panel !== 'none' && panels ? <panels.OpenPanel panel={panel} /> : null
}

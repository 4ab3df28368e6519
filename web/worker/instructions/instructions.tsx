/** @jsxImportSource preact */
import { useWork } from '../page.ts'
import { part } from '../part.ts'
import { usePart } from '../use-part.ts'

const loadPanel = part(() => import('./instructions-panel.tsx'))

/** The instructions, when they are open. They are loaded as soon as the page has nothing better to do: most visits need none. */
export function Instructions() {
  const open = useWork((state) => state.reading)
  const panel = usePart(loadPanel, { after: open ? 0 : 800, again: open })
  return open && panel ? <panel.InstructionsPanel /> : null
}

import { type Action, actions, type Keymap, optionKeys } from './keymap.ts'
import type { Press } from './press.ts'

/** Where the press happened: what the browser itself does with keys there decides what is left for us. */
export type Place = 'page' | 'line' | 'paragraph' | 'select' | 'radio' | 'button'

export type Circumstances = {
  keymap: Keymap
  /** Options of the field that is next to be answered. */
  optionCount: number
  itemCount: number
  /** The person wants Enter to send from long texts too. */
  enterSends: boolean
  rtl: boolean
  /** An answer can be taken back, and nothing has been typed since. */
  undoable: boolean
}

export type Intent = { do: 'act'; action: Action } | { do: 'choose'; index: number } | { do: 'leave' } | null

/** What a press means. `null`: it is the browser's. */
export function intentOf(press: Press, place: Place, about: Circumstances): Intent {
  const typing = place === 'line' || place === 'paragraph'
  if (press.key === 'Escape') return { do: 'leave' }
  if (press.key === 'Enter' && (typing || press.command)) return enter(press, place, about.enterSends)
  // As everywhere, unless the browser has something to undo in the text itself.
  if (press.command && press.key === 'z' && !press.shift && about.undoable) return { do: 'act', action: 'undo' }
  if (press.command) return null
  if (press.alt) return actionOf(press, about)
  if (typing) return itemStep(press, about)
  // Enter and Space press a button, and must not also send.
  if (place === 'button' && (press.key === 'Enter' || press.key === 'Space')) return null
  // Letters search in an open list of the browser, arrows move in it.
  if (place === 'select' && !/^([1-9]|Enter)$/.test(press.key)) return itemStep(press, about)
  if (place === 'radio' && /^(Space|Arrow(Up|Down))$/.test(press.key)) return null
  const index = optionKeys(about.keymap).indexOf(press.key)
  if (index >= 0 && index < about.optionCount) return { do: 'choose', index }
  return actionOf(press, about)
}

function enter(press: Press, place: Place, enterSends: boolean): Intent {
  const newLine = place === 'paragraph' && !press.command && (press.shift || !enterSends)
  return newLine ? null : { do: 'act', action: 'send' }
}

/** The page keys move between items from everywhere, from inside a text too. */
function itemStep({ key }: Press, { itemCount }: Circumstances): Intent {
  if (itemCount < 2 || (key !== 'PageDown' && key !== 'PageUp')) return null
  return { do: 'act', action: key === 'PageDown' ? 'nextItem' : 'previousItem' }
}

function actionOf(press: Press, about: Circumstances): Intent {
  const mirrored: Record<string, string> = { ArrowLeft: 'ArrowRight', ArrowRight: 'ArrowLeft' }
  const key = about.rtl ? (mirrored[press.key] ?? press.key) : press.key
  const action = actions.find((one) => about.keymap[one] === key)
  if (!action) return itemStep(press, about)
  const needsItems = action === 'nextItem' || action === 'previousItem'
  return needsItems && about.itemCount < 2 ? null : { do: 'act', action }
}

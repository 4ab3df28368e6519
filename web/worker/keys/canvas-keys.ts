import { type CanvasAction, canvasActions, type Keymap, optionKeys } from './keymap.ts'
import type { Press } from './press.ts'

/** What a press means to somebody who draws on a picture. null: nothing, it goes on to the page. */
export type CanvasIntent =
  | { do: 'name'; index: number }
  /** On the screen, in pixels of the original. `edge`: one edge alone. */
  | { do: 'nudge'; x: number; y: number; edge: boolean }
  | { do: 'next'; by: 1 | -1 }
  | { do: 'act'; action: CanvasAction }
  | { do: 'undo' | 'redo' | 'all' | 'finish' | 'cancel' | 'pan' }
  | null

const arrows: Record<string, { x: number; y: number }> = {
  ArrowLeft: { x: -1, y: 0 },
  ArrowRight: { x: 1, y: 0 },
  ArrowUp: { x: 0, y: -1 },
  ArrowDown: { x: 0, y: 1 },
}
const farther = 10

const plain: Record<string, CanvasIntent> = {
  Enter: { do: 'finish' },
  Escape: { do: 'cancel' },
  Space: { do: 'pan' },
}

export function canvasIntentOf(press: Press, keymap: Keymap): CanvasIntent {
  const { key, alt, command, shift } = press
  if (alt) return null
  const arrow = arrows[key]
  const step = shift ? farther : 1
  if (arrow) return { do: 'nudge', x: arrow.x * step, y: arrow.y * step, edge: command }
  if (key === 'Tab' && !command) return { do: 'next', by: shift ? -1 : 1 }
  if (command) {
    if (key === 'z') return { do: shift ? 'redo' : 'undo' }
    return key === 'y' ? { do: 'redo' } : key === 'a' ? { do: 'all' } : null
  }
  if (key === keymap.undo) return { do: shift ? 'redo' : 'undo' }
  if (plain[key]) return plain[key]
  const index = optionKeys(keymap, true).indexOf(key)
  if (index >= 0) return { do: 'name', index }
  if (key === 'Backspace') return { do: 'act', action: 'deleteShape' }
  const action = canvasActions.find((one) => keymap[one] === key)
  return action ? { do: 'act', action } : null
}

import type { FieldOf } from '@whisker/api/kinds/kind.ts'
import type { Keymap } from '../keys/keymap.ts'
import { readPress } from '../keys/press.ts'
import type { ControlProps } from './kind.ts'
import type { MarkedSpans } from './use-spans.ts'

/** The keys of the labels. */
export function labelKeys(keys: readonly string[], { nothingHere }: Keymap): string[] {
  return keys.filter((key) => key !== nothingHere)
}

/** What keys do in the text; the browser moves the caret and selects. */
export function onSpanKey(
  event: KeyboardEvent,
  marked: MarkedSpans,
  { field, keys, keymap }: ControlProps<FieldOf<'spans'>>,
): void {
  if (event.isComposing || event.altKey) return
  const { key, command, shift } = readPress(event)
  if (command) {
    if (key === 'z' && !shift && marked.undo()) event.preventDefault()
    return
  }
  if (/^(Arrow|Home|End|Page)/.test(key)) {
    // The page goes to another item with some of them.
    event.stopPropagation()
  } else if (key === 'Tab') {
    const next = marked.neighbour(shift)
    if (!next) return
    event.preventDefault()
    marked.show(next)
  } else if (key === 'Delete' || key === 'Backspace') {
    event.preventDefault()
    marked.removeAtCaret()
  } else if (key === keymap.undo) {
    if (marked.undo()) event.preventDefault()
  } else if (key === keymap.nothingHere) {
    event.preventDefault()
    if (marked.mayBeNothing) marked.sayNothing()
  } else {
    const option = field.options[labelKeys(keys, keymap).indexOf(key)]
    if (!option) return
    event.preventDefault()
    marked.take(option.value)
  }
}

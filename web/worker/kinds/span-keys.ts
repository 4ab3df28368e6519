import type { FieldOf } from '@whisker/api/kinds/kind.ts'
import { readPress } from '../keys/press.ts'
import type { ControlProps } from './kind.ts'
import type { MarkedSpans } from './use-spans.ts'

/** What keys do in the text; the browser moves the caret and selects. */
export function onSpanKey(
  event: KeyboardEvent,
  marked: MarkedSpans,
  { field, keys }: ControlProps<FieldOf<'spans'>>,
): void {
  if (event.isComposing || event.altKey) return
  const { key, command, shift } = readPress(event)
  if (command) {
    if (key === 'z' && !shift && marked.undo()) event.preventDefault()
    return
  }
  if (key === 'Tab') {
    const next = marked.neighbour(shift)
    if (!next) return
    event.preventDefault()
    marked.show(next)
  } else if (key === 'Delete' || key === 'Backspace') {
    event.preventDefault()
    marked.removeAtCaret()
  } else {
    const option = field.options[keys.indexOf(key)]
    if (!option) return
    event.preventDefault()
    marked.take(option.value)
  }
}

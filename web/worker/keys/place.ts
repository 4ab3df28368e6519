import type { Place } from './intent.ts'

export function placeOf(target: EventTarget | null): Place {
  if (!(target instanceof HTMLElement)) return 'page'
  // What takes no letters is no place to type in.
  if (target instanceof HTMLTextAreaElement) return target.ariaReadOnly ? 'page' : 'paragraph'
  if (target instanceof HTMLSelectElement) return 'select'
  if (target.closest('button, a, summary, [type=range]')) return 'button'
  if (!(target instanceof HTMLInputElement)) return 'page'
  return target.matches('[type=radio], [type=checkbox]') ? 'radio' : 'line'
}

import { useEffect, useRef } from 'preact/hooks'
import { isUntouched } from './drafts/draft.ts'
import { intentOf } from './keys/intent.ts'
import type { Action } from './keys/keymap.ts'
import { placeOf } from './keys/place.ts'
import { readPress } from './keys/press.ts'
import { pictureActions } from './media/picture-actions.ts'
import { type Page, usePage } from './page.ts'
import { isPractice } from './work/practise.ts'
import { undo } from './work/undo.ts'

/** One listener for the whole page. */
export function useKeys(): void {
  const page = useRef(usePage())
  page.current = usePage()
  useEffect(() => {
    const listen = (event: KeyboardEvent) => onKeyDown(event, page.current)
    document.addEventListener('keydown', listen)
    return () => document.removeEventListener('keydown', listen)
  }, [])
}

function onKeyDown(event: KeyboardEvent, page: Page): void {
  const { desk, settings, task, dir } = page
  const { panel, screen, last, line, drafts } = desk.store.get()
  // Enter that ends the composition of a Chinese or Hindi word is not ours. A panel has keys of its own.
  if (event.defaultPrevented || event.isComposing || event.keyCode === 229 || panel !== 'none' || screen !== 'working')
    return
  const place = placeOf(event.target)
  if (page.canvas.current?.press(event, place)) {
    event.preventDefault()
    return
  }
  const intent = intentOf(readPress(event), place, {
    keymap: settings.keymap,
    optionCount: task.current?.optionCount() ?? 0,
    itemCount: task.current?.itemCount ?? 0,
    enterSends: settings.enterSends,
    rtl: dir === 'rtl',
    undoable: last !== null && isUntouched(drafts[line[0]?.assignment.id ?? '']),
  })
  if (intent === null) return
  // A key that is held down must not answer one task after the other.
  const held = event.repeat && !(intent.do === 'act' && repeatable.has(intent.action))
  if (intent.do === 'leave') leave(event, page)
  else event.preventDefault()
  if (held) return
  if (intent.do === 'choose') task.current?.choose(intent.index)
  if (intent.do === 'act') act(intent.action, page)
}

const repeatable = new Set<Action>(['zoomIn', 'zoomOut', 'brighter', 'darker', 'nextItem', 'previousItem'])

function act(action: Action, { desk, task, viewer }: Page): void {
  const { reading, project, line } = desk.store.get()
  const onPicture = pictureActions[action]
  if (action === 'showKeys') desk.store.set({ panel: 'keys' })
  else if (action === 'instructions') desk.store.set({ reading: !reading && project?.public_description.trim() !== '' })
  else if (action === 'skip') desk.store.set({ panel: line.length > 0 && !isPractice(line) ? 'skip' : 'none' })
  else if (action === 'undo') undo(desk)
  else if (onPicture) viewer.current && onPicture(viewer.current)
  else task.current?.act(action)
}

/** Esc leaves the field first, and closes the instructions when no field has the focus. */
function leave(event: KeyboardEvent, { desk }: Page): void {
  const { activeElement } = document
  const inField = activeElement instanceof HTMLElement && activeElement.matches('input, textarea, select')
  if (inField) activeElement.blur()
  else if (desk.store.get().reading) desk.store.set({ reading: false })
  else return
  event.preventDefault()
}

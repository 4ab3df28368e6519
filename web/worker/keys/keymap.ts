/** What keys do, outside of choosing options. Each has one key, which the person may change. */
const pageKeys = {
  send: 'Enter',
  skip: 's',
  undo: 'z',
  instructions: 'i',
  showKeys: '?',
  nextItem: 'ArrowRight',
  previousItem: 'ArrowLeft',
  zoomIn: '+',
  zoomOut: '-',
  fit: '0',
  rotate: 'r',
  brighter: ']',
  darker: '[',
}

/** What they do besides while one draws on a picture. Elsewhere these keys choose options. */
const canvasKeys = {
  draw: 'b',
  pick: 'v',
  fourPoints: 'e',
  newShape: 'n',
  takeCorner: 'c',
  deleteShape: 'Delete',
  copyBefore: 'p',
  hideShapes: 'h',
  hideNames: 'l',
  nothingHere: 'o',
  sayMore: '.',
}

export type Action = keyof typeof pageKeys
export type CanvasAction = keyof typeof canvasKeys
export type Keymap = Record<Action | CanvasAction, string>
export const defaultKeys: Keymap = { ...pageKeys, ...canvasKeys }
export const actions = Object.keys(pageKeys) as Action[]
export const canvasActions = Object.keys(canvasKeys) as CanvasAction[]
const allActions = [...actions, ...canvasActions]

/** Digits first, then the letters of the left hand, then the others. */
const optionOrder = [...'123456789qwertasdfgxcvbyuiophjklnm']

/** The keys of the options of a field, in their order, without those that do something else, be it on the canvas alone. */
export function optionKeys(keymap: Keymap, onCanvas = false): string[] {
  const taken = new Set((onCanvas ? allActions : actions).map((action) => keymap[action]))
  return optionOrder.filter((key) => !taken.has(key))
}

export type Remapped =
  | { ok: true; keymap: Keymap }
  | { ok: false; takenBy: Action | CanvasAction | 'options' | 'leave' }

/** Gives an action another key, unless that key has a use already; one that draws gives way to one of the whole page. */
export function remap(keymap: Keymap, action: Action | CanvasAction, key: string): Remapped {
  if (key === 'Escape' || key === 'Tab') return { ok: false, takenBy: 'leave' }
  if (/^[1-9]$/.test(key)) return { ok: false, takenBy: 'options' }
  const takenBy = allActions.find((other) => other !== action && keymap[other] === key)
  const changed = { ...keymap, [action]: key }
  if (!takenBy) return { ok: true, keymap: changed }
  const givesWay = takenBy in canvasKeys && !(action in canvasKeys)
  const spare = optionKeys(changed, true).find((letter) => /[a-z]/.test(letter))
  return givesWay && spare ? { ok: true, keymap: { ...changed, [takenBy]: spare } } : { ok: false, takenBy }
}

/** Reads what was remembered; anything odd in it is left out, two actions never share a key. */
export function readKeymap(value: unknown): Keymap {
  let keymap: Keymap = { ...defaultKeys }
  if (typeof value !== 'object' || value === null) return keymap
  for (const [action, key] of Object.entries(value)) {
    if (!Object.hasOwn(defaultKeys, action) || typeof key !== 'string' || !/^(\S|[A-Z][A-Za-z]{1,15})$/u.test(key))
      continue
    const remapped = remap(keymap, action as Action, key)
    if (remapped.ok) keymap = remapped.keymap
  }
  return keymap
}

/** The changes only: what a later version adds or changes by default then reaches everybody who did not touch it. */
export function changedKeys(keymap: Keymap): Partial<Keymap> {
  return Object.fromEntries(
    allActions.filter((action) => keymap[action] !== defaultKeys[action]).map((a) => [a, keymap[a]]),
  )
}

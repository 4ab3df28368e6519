/** What keys do, outside of choosing options. Each has one key, which the person may change. */
export const defaultKeys = {
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

export type Action = keyof typeof defaultKeys
export type Keymap = Record<Action, string>
export const actions = Object.keys(defaultKeys) as Action[]

/** Digits first, then the letters of the left hand, then the others. */
const optionOrder = [...'123456789qwertasdfgxcvbyuiophjklnm']

/** The keys of the options of a field, in their order, without those that do something else. */
export function optionKeys(keymap: Keymap): string[] {
  const taken = new Set(Object.values(keymap))
  return optionOrder.filter((key) => !taken.has(key))
}

export type Remapped = { ok: true; keymap: Keymap } | { ok: false; takenBy: Action | 'options' | 'leave' }

/** Gives an action another key, unless that key has a use already. */
export function remap(keymap: Keymap, action: Action, key: string): Remapped {
  if (key === 'Escape' || key === 'Tab') return { ok: false, takenBy: 'leave' }
  if (/^[1-9]$/.test(key)) return { ok: false, takenBy: 'options' }
  const takenBy = actions.find((other) => other !== action && keymap[other] === key)
  return takenBy ? { ok: false, takenBy } : { ok: true, keymap: { ...keymap, [action]: key } }
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
    actions.filter((action) => keymap[action] !== defaultKeys[action]).map((a) => [a, keymap[a]]),
  )
}

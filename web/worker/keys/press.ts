/** The parts of a keyboard event that matter here. */
export type KeyEvent = Pick<KeyboardEvent, 'key' | 'code' | 'altKey' | 'ctrlKey' | 'metaKey' | 'shiftKey'>

/** One press, the same on every keyboard: `key` is `1`, `s`, `?`, `Enter`, `ArrowLeft` ... */
export type Press = { key: string; alt: boolean; command: boolean; shift: boolean }

const marks: Record<string, string> = { BracketLeft: '[', BracketRight: ']', Minus: '-', Equal: '+', Slash: '/' }

/**
 * Reads a press by its character where that is a Latin letter or sign, else by the place of the key: with a Russian or
 * Hindi layout "S" is still the key that skips, and on a French one the digit row gives digits without Shift.
 */
export function readPress(event: KeyEvent): Press {
  const rest = { alt: event.altKey, command: event.ctrlKey || event.metaKey, shift: event.shiftKey }
  return { key: keyOf(event), ...rest }
}

function keyOf({ key, code, altKey, shiftKey }: KeyEvent): string {
  if (key === ' ') return 'Space'
  if (key.length > 1 && key !== 'Dead') return key
  const digit = /^Digit(\d)$/.exec(code)?.[1]
  if (digit && !shiftKey) return digit
  const letter = /^Key([A-Z])$/.exec(code)?.[1]?.toLowerCase()
  // With Alt (Option on a Mac) the character is another one, so that only the place tells.
  if (altKey && letter) return letter
  if (key === '؟' || key === '？') return '?'
  if (key === '=') return '+'
  if (/^[!-~]$/.test(key)) return key.toLowerCase()
  if (letter) return letter
  return (shiftKey && code === 'Slash' ? '?' : marks[code]) ?? key.toLowerCase()
}

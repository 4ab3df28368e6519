/** @jsxImportSource preact */
import { Icon, type IconName } from '../icons.tsx'

const signs: Record<string, string> = {
  Enter: '↵',
  ArrowRight: '→',
  ArrowLeft: '←',
  ArrowUp: '↑',
  ArrowDown: '↓',
  Escape: 'Esc',
  Space: '␣',
  Backspace: '⌫',
  '-': '−',
}

/** A key as it is printed on the keyboard. */
export function keyName(key: string): string {
  return signs[key] ?? (key.length === 1 ? key.toUpperCase() : key)
}

/** Their signs are missing in many fonts. */
const drawn: Record<string, IconName> = { Enter: 'enter', ArrowRight: 'right', ArrowLeft: 'left' }

/** What is printed on a key, to be seen. */
export function KeySign({ of }: { of: string }) {
  const icon = drawn[of]
  return icon ? <Icon name={icon} size={14} /> : keyName(of)
}

/** The key of a button or an option. For the eyes only: `aria-keyshortcuts` tells screen readers. */
export function KeyCap({ of }: { of: string | undefined }) {
  return of === undefined ? null : (
    <span class="cap" aria-hidden="true">
      <KeySign of={of} />
    </span>
  )
}

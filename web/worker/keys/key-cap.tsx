/** @jsxImportSource preact */

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

/** The key of a button or an option. For the eyes only: `aria-keyshortcuts` tells screen readers. */
export function KeyCap({ of }: { of: string | undefined }) {
  return of === undefined ? null : (
    <span class="cap" aria-hidden="true">
      {keyName(of)}
    </span>
  )
}

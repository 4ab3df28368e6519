export type Theme = 'auto' | 'light' | 'dark'

// The dashboard remembers the choice under the same name, and public/scheme.js applies it before the first paint.
const key = 'whisker-scheme'
const dark = matchMedia('(prefers-color-scheme: dark)')

export function readTheme(): Theme {
  try {
    const stored = localStorage.getItem(key)
    return stored === 'light' || stored === 'dark' ? stored : 'auto'
  } catch {
    return 'auto'
  }
}

/** Shows a theme and remembers it. */
export function applyTheme(theme: Theme): void {
  try {
    localStorage.setItem(key, theme)
  } catch {
    // It holds until the page is left.
  }
  show(theme)
}

/** Follows the system as long as nothing else was chosen. */
export function watchTheme(): void {
  show(readTheme())
  dark.addEventListener('change', () => show(readTheme()))
}

function show(theme: Theme): void {
  const isDark = theme === 'dark' || (theme === 'auto' && dark.matches)
  document.documentElement.setAttribute('data-mantine-color-scheme', isDark ? 'dark' : 'light')
}

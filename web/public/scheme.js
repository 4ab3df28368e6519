// Runs before the first paint, so that a chosen theme does not flash in the other one. A file of its own, because the
// policy of the page allows no inline script.
try {
  const chosen = localStorage.getItem('whisker-scheme')
  const dark = chosen === 'dark' || (chosen !== 'light' && matchMedia('(prefers-color-scheme: dark)').matches)
  document.documentElement.setAttribute('data-mantine-color-scheme', dark ? 'dark' : 'light')
} catch {
  // No storage here: the theme of the system applies.
}

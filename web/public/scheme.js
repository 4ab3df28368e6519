// Runs before the first paint and before every module. A file of its own, because the policy of the page allows no
// inline script.

// A chosen theme must not flash in the other one.
try {
  const chosen = localStorage.getItem('whisker-scheme')
  const dark = chosen === 'dark' || (chosen !== 'light' && matchMedia('(prefers-color-scheme: dark)').matches)
  document.documentElement.setAttribute('data-mantine-color-scheme', dark ? 'dark' : 'light')
} catch {
  // No storage here: the theme of the system applies.
}

// zod tries out `new Function`, which the policy forbids and the browser reports; this tells it not to.
globalThis.__zod_globalConfig = { jitless: true }

/**
 * The path under which people reach the service, without a slash at its end: '' at the root of a host, `/whisker` for
 * `https://example.org/whisker`. Every address that this app makes begins with it. The page says it: the server writes
 * the whole path before the page's own files (`server/src/http/web.ts`).
 */
export const base = pathBefore('/app/scheme.js')

function pathBefore(file: string): string {
  const script = globalThis.document?.querySelector<HTMLScriptElement>(`script[src$="${file}"]`)
  return script ? new URL(script.src).pathname.slice(0, -file.length) : ''
}

/** Two services on one host share the browser's storage: names of things that are kept say whose they are. */
export function ownName(name: string): string {
  return base === '' ? name : `${base}:${name}`
}

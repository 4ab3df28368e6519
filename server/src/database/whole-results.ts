import postgres from 'postgres'

/**
 * postgres.js 3.4.9 (the newest) numbers the rows of a connection by a counter that it sets back when a statement is
 * complete. One that fails between its rows is never complete: the next result on that connection begins behind as many
 * holes, whoever asked for it, and its first row is `undefined`. Here holes are closed where every result passes, batches of
 * cursors too. So nobody else's statement has to fail, as it would if the connection were closed with what is pipelined on it.
 *
 * The hook is on the driver's own class of queries: `begin`, savepoints and reserved connections make theirs inside.
 */
export function closeHoles(): void {
  if (installed) return
  installed = true
  hook('resolve')
  hook('cursorFn')
}

let installed = false

type Hooked = Record<symbol, unknown>

function hook(property: 'resolve' | 'cursorFn'): void {
  const kept = Symbol(property)
  Object.defineProperty(queryPrototype(), property, {
    configurable: true,
    get(this: Hooked) {
      return this[kept]
    },
    set(this: Hooked, receive: (result: unknown) => unknown) {
      this[kept] = (result: unknown) => receive(whole(result))
    },
  })
}

/** The class is not exported. A query that nobody waits for is never sent. */
export function queryPrototype(): object {
  return Object.getPrototypeOf(postgres({ max: 1, fetch_types: false })`select 1`)
}

function whole(result: unknown): unknown {
  if (!Array.isArray(result)) return result
  // Several statements in one text have a result each, in a plain array.
  if (result.constructor === Array) result.forEach(whole)
  else if (result.length > 0 && !(0 in result)) {
    const first = result.findIndex((_, index) => index in result)
    result.copyWithin(0, first)
    result.length -= first
  }
  return result
}

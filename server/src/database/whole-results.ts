/**
 * postgres.js 3.4.9 (the newest) numbers the rows of a connection by a counter that it sets back when a statement is
 * complete. One that fails between its rows is never complete: the next result on that connection begins behind as many
 * holes, whoever asked for it, and its first row is `undefined`. Here the holes are closed; every result and every batch of a
 * cursor passes (driver.ts). So nobody else's statement has to fail, as it would if the connection were closed with what is
 * pipelined on it.
 */
export function whole(result: unknown): unknown {
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

const maxKeys = 20
const maxKeyLength = 100
const maxLength = 2000

/** What else a program knows of a row comes back with its result: texts and numbers, but for what is under the keys that are `taken`. */
export function metadataOf(entry: Record<string, unknown>, taken: readonly string[]): Record<string, string | number> {
  const others = Object.entries(entry).filter(
    (one): one is [string, string | number] =>
      !taken.includes(one[0]) &&
      one[0].length <= maxKeyLength &&
      (Number.isFinite(one[1]) || (typeof one[1] === 'string' && one[1] !== '' && one[1].length <= maxLength)),
  )
  return Object.fromEntries(others.slice(0, maxKeys))
}

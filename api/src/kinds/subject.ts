import type { AskedItem, AskedValue } from './kind.ts'

/**
 * The value that a field is about, which has something of a kind (a size, a text): the one of the input field that the form names, or
 * else the only one. null: the item has none; undefined: the item is not known.
 */
export function subjectOf<K extends keyof AskedValue>(
  name: string | undefined,
  item: AskedItem | undefined,
  part: K,
): (AskedValue & Record<K, NonNullable<AskedValue[K]>>) | null | undefined {
  if (!item) return undefined
  const value = name === undefined ? Object.values(item).find((one) => one[part] !== undefined) : item[name]
  return value?.[part] === undefined ? null : (value as AskedValue & Record<K, NonNullable<AskedValue[K]>>)
}

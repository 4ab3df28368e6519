export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** The numbers of these keys; null when one is none. */
export function numbersOf(value: Record<string, unknown>, keys: readonly string[]): number[] | null {
  const numbers = keys.map((key) => value[key])
  return numbers.every((one): one is number => typeof one === 'number' && Number.isFinite(one)) ? numbers : null
}

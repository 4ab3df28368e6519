import type { FieldOf } from '@whisker/api/kinds/kind.ts'

type Field = FieldOf<'select'>

/** As many as there are keys for. */
const maxRecent = 9

/** Of a field, whatever version of the form: what was taken last, the latest first. For as long as the page is open. */
const recent = new Map<string, string[]>()

export function recentOf({ name, options }: Field): readonly string[] {
  const values = recent.get(name) ?? []
  return values.filter((value) => options.some((option) => option.value === value))
}

export function noteRecent({ name }: Field, value: string): void {
  const before = recent.get(name) ?? []
  recent.set(name, [value, ...before.filter((one) => one !== value)].slice(0, maxRecent))
}

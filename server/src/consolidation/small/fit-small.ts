import type { FieldValue } from '@whisker/api/fields.ts'
import type { SmallValues } from '@whisker/api/kinds/schema/small-field.ts'
import type { SmallField } from '../field.ts'
import type { Expected, FieldFit, Gold } from '../field-fit.ts'
import type { KindOf } from '../kinds/kind.ts'
import type { Naming } from '../naming.ts'

/** What was said of one thing that is there: by whom, null where they do not name it; and what is right, where that is known. */
export type SmallGiven = {
  workers: readonly number[]
  said: readonly (SmallValues | null)[]
  right?: SmallValues | null | undefined
}

/** What a crowd has shown in each small field, by its own kind. @param fields each in all versions of the form. */
export function fitSmall(
  kindOf: KindOf,
  fields: readonly (readonly SmallField[])[],
  things: readonly SmallGiven[],
  { workers, answers }: Expected,
  naming: Naming,
): { name: string; fit: FieldFit }[] {
  return fields.map((versions) => {
    const { name } = versions[0]!
    const collector = kindOf(versions[0]!).collect(versions, { items: things.length, workers, answers })
    const gold: Map<number, FieldValue> & Gold = new Map()
    for (const [n, thing] of things.entries()) {
      for (const [a, said] of thing.said.entries()) if (said) collector.add(n, thing.workers[a]!, said[name])
      if (thing.right?.[name] !== undefined) gold.set(n, thing.right[name])
    }
    return { name, fit: collector.fit(workers, naming, gold) }
  })
}

/** The small fields of the newest version, each with what it was in all of them. */
export function inAllVersions(
  versions: readonly (readonly SmallField[])[],
  fields = versions[0] ?? [],
): (readonly SmallField[])[] {
  return fields.map(({ name, type }) => versions.flat().filter((one) => one.name === name && one.type === type))
}

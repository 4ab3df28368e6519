import type { FieldObject } from '@whisker/api/fields.ts'
import type { Geometry } from './geometry.ts'

/**
 * Those that can stand in one answer: of two that exclude each other the surer one, and of equally sure ones the first. The other one is
 * then left out as something that may well be there, so that the set as a whole is unsure and somebody looks at it.
 */
export function apart<O extends FieldObject, T extends { object: O }>(
  { excludes }: Geometry<O>,
  found: readonly T[],
  sureness: (one: T) => number,
): readonly T[] {
  if (!excludes) return found
  const kept: T[] = []
  for (const one of found.toSorted((a, b) => sureness(b) - sureness(a)))
    if (!kept.some(({ object }) => excludes(object, one.object))) kept.push(one)
  return found.filter((one) => kept.includes(one))
}

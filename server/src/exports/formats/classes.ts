import type { FieldObject, OutputField } from '@whisker/api/fields.ts'
import type { FieldOf } from '@whisker/api/kinds/kind.ts'
import type { VersionSpec } from '../export.ts'
import { isObjects, shapeOf } from './kinds/kinds.ts'

export type ObjectsField = FieldOf<'boxes' | 'points' | 'polygons'>

/** The fields of a form whose answers are objects in pictures. */
export function objectFields(outputs: readonly OutputField[]): ObjectsField[] {
  return outputs.filter(isObjects) as ObjectsField[]
}

/**
 * What objects can be, numbered from 0: first what the first version of the form knew, then what each later one added. So a
 * class keeps its number when the form grows or its options change places.
 */
export class Classes {
  private readonly numbers = new Map<string, number>()
  /** Classes of which there are points. */
  readonly ofPoints = new Set<string>()

  constructor(specs: readonly VersionSpec[]) {
    for (const { outputs } of specs.toSorted((a, b) => a.version - b.version))
      for (const field of objectFields(outputs))
        for (const name of field.options?.map(({ value }) => value) ?? [field.name]) {
          this.numberOf(name)
          if (!shapeOf(field).outline) this.ofPoints.add(name)
        }
  }

  numberOf(name: string): number {
    const known = this.numbers.get(name)
    if (known !== undefined) return known
    this.numbers.set(name, this.numbers.size)
    return this.numbers.size - 1
  }

  get names(): string[] {
    return [...this.numbers.keys()]
  }
}

/** Objects of a field whose form has no options are of the class that the field is called. */
export function classOf(object: FieldObject, field: ObjectsField): string {
  return object.label ?? field.name
}

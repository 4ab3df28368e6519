import type { OutputField } from '@whisker/api/fields.ts'
import type { VersionSpec } from '../export.ts'
import { shapeOf } from './kinds.ts'
import { joined, type Shape } from './shape.ts'

export type Column<Row> = {
  name: string
  shape: Shape
  /** What is packed already is not packed again. */
  isPacked?: true
  read(row: Row): unknown
}

/** What a file is made of: its columns, and the rows that a line makes. */
export type Table<Row> = {
  columns: Column<Row>[]
  rowsOf(line: Carried): Iterable<Row>
  /** What else the file says of itself, by key. */
  notes: Record<string, string>
}

/** A line on its way to a table, with what the thread that packs cannot know by itself. */
export type Carried = { line: string; split: string; pictures: readonly (Uint8Array | null)[] }

/** Names of columns: whoever comes later to a name that is taken gets a `_` in front, which no field can have. */
export class ColumnNames {
  private readonly taken = new Set<string>()

  give(wanted: string): string {
    let name = wanted
    while (this.taken.has(name)) name = `_${name}`
    this.taken.add(name)
    return name
  }
}

/** The output fields of all versions of a form, the newest version's first, each with what holds its values in any of them. */
export function outputsOf(specs: readonly VersionSpec[]): { name: string; shape: Shape }[] {
  const shapes = new Map<string, Shape>()
  for (const { outputs } of specs)
    for (const field of outputs) {
      const known = shapes.get(field.name)
      shapes.set(field.name, known === undefined ? shapeOf(field) : joined(known, shapeOf(field)))
    }
  return [...shapes].map(([name, shape]) => ({ name, shape }))
}

/** Finds a field in the version of the form that was answered. */
export function fieldFinder(specs: readonly VersionSpec[]) {
  const byVersion = new Map(
    specs.map(({ version, outputs }) => [version, new Map(outputs.map((field) => [field.name, field]))]),
  )
  return (version: number | null, name: string): OutputField | undefined =>
    (byVersion.get(version ?? 0) ?? byVersion.values().next().value)?.get(name)
}

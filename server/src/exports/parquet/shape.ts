import type { SchemaElement } from 'hyparquet-writer'

/** What a column holds. Each may be null, on every level. */
export type Shape = Leaf | { list: Shape } | { fields: Record<string, Shape> }
export type Leaf = 'text' | 'double' | 'int' | 'boolean' | 'time' | 'bytes'

const leaves: Record<Leaf, Partial<SchemaElement>> = {
  text: { type: 'BYTE_ARRAY', converted_type: 'UTF8', logical_type: { type: 'STRING' } },
  double: { type: 'DOUBLE' },
  int: { type: 'INT32' },
  boolean: { type: 'BOOLEAN' },
  // Microseconds, as the database keeps them. Programs read it as a moment in UTC.
  time: {
    type: 'INT64',
    converted_type: 'TIMESTAMP_MICROS',
    logical_type: { type: 'TIMESTAMP', isAdjustedToUTC: true, unit: 'MICROS' },
  },
  bytes: { type: 'BYTE_ARRAY' },
}

/** A column and what is in it, in the order in which the footer of a file names them. */
export function elementsOf(name: string, shape: Shape): SchemaElement[] {
  if (typeof shape === 'string') return [{ name, repetition_type: 'OPTIONAL', ...leaves[shape] }]
  if ('list' in shape)
    return [
      { name, repetition_type: 'OPTIONAL', num_children: 1, converted_type: 'LIST', logical_type: { type: 'LIST' } },
      { name: 'list', repetition_type: 'REPEATED', num_children: 1 },
      ...elementsOf('element', shape.list),
    ]
  const fields = Object.entries(shape.fields)
  return [
    { name, repetition_type: 'OPTIONAL', num_children: fields.length },
    ...fields.flatMap(([field, of]) => elementsOf(field, of)),
  ]
}

/** What holds both: forms change, and a column is of all of them. Where nothing else does, it is text. */
export function joined(a: Shape, b: Shape): Shape {
  if (typeof a === 'string' || typeof b === 'string') return a === b ? a : 'text'
  if ('list' in a && 'list' in b) return { list: joined(a.list, b.list) }
  if (!('fields' in a && 'fields' in b)) return 'text'
  const fields = { ...a.fields }
  for (const [name, of] of Object.entries(b.fields)) fields[name] = name in fields ? joined(fields[name]!, of) : of
  return { fields }
}

/** A value as its column has it: in one of texts, whatever is no text is JSON. */
export function fitted(shape: Shape, value: unknown): unknown {
  if (value === null || value === undefined) return null
  if (shape === 'text') return typeof value === 'string' ? value : JSON.stringify(value)
  if (typeof shape === 'string') return value
  if ('list' in shape) return (value as unknown[]).map((one) => fitted(shape.list, one))
  const fields: Record<string, unknown> = {}
  for (const [name, of] of Object.entries(shape.fields))
    fields[name] = fitted(of, (value as Record<string, unknown>)[name])
  return fields
}

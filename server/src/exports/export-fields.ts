import type { InputField, OutputField } from '@whisker/api/fields.ts'

/** What one version of a project asks and is sent. */
export type Spec = { inputs: InputField[]; outputs: OutputField[] }

/** Fields of all versions, the newest version's first. */
export function fieldsOf(specs: Spec[]): [outputs: string[], inputs: InputField[]] {
  const outputs = new Set(specs.flatMap((spec) => spec.outputs.map((field) => field.name)))
  const inputs = new Map(specs.toReversed().flatMap((spec) => spec.inputs.map((field) => [field.name, field])))
  const names = new Set(specs.flatMap((spec) => spec.inputs.map((field) => field.name)))
  return [[...outputs], [...names].map((name) => inputs.get(name) as InputField)]
}

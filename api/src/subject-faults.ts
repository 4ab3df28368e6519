import type { z } from 'zod'
import type { InputField, OutputField } from './fields.ts'
import { kindOf } from './kinds/kinds.ts'
import { mediumOf } from './media/media.ts'
import type { FieldProblem } from './problem.ts'

type Form = { input_spec: readonly InputField[]; output_spec: readonly OutputField[] }

/** The input fields in which a field's values can be places; null for values that are none. */
function candidatesOf(field: OutputField, inputs: readonly InputField[]): InputField[] | null {
  const { placesIn } = kindOf(field)
  return placesIn === undefined ? null : inputs.filter((input) => mediumOf(input).placesIn === placesIn)
}

/** Of which input field the values of a field are places; undefined where they are none, or where the form does not say so. */
export function subjectName(field: OutputField, inputs: readonly InputField[]): string | undefined {
  const candidates = candidatesOf(field, inputs)
  return candidates === null ? undefined : (namedIn(field) ?? candidates[0]?.name)
}

/** Fields whose values are places, and of which it is not clear in what. */
export function subjectFaults({ input_spec, output_spec }: Form): FieldProblem[] {
  return output_spec.flatMap((field, at) => {
    const pointer = `/output_spec/${at}/of`
    const fault = subjectFault(field, input_spec)
    if (fault) return [{ pointer, code: 'unknown_input', detail: `${fault}.` }]
    const named = kindOf(field).inputsOf?.(field) ?? []
    return named.flatMap((name, n) => inputFault(name, `${pointer}/${n}`, input_spec) ?? [])
  })
}

/** An input field that a form names, and that an item may not have. */
function inputFault(name: string, pointer: string, inputs: readonly InputField[]): FieldProblem | null {
  const input = inputs.find((one) => one.name === name)
  const names = inputs.map((one) => `"${one.name}"`).join(', ')
  if (!input) return { pointer, code: 'unknown_input', detail: `must be the name of an input field: ${names}.` }
  if (input.required) return null
  return { pointer, code: 'optional_input', detail: `names "${name}", which an item may lack. Make it required.` }
}

/** The one input field that a form names for a field. */
function namedIn(field: OutputField): string | undefined {
  return 'of' in field && typeof field.of === 'string' ? field.of : undefined
}

function subjectFault(field: OutputField, inputs: readonly InputField[]): string | null {
  const candidates = candidatesOf(field, inputs)
  if (!candidates) return null
  const names = candidates.map(({ name }) => `"${name}"`).join(' or ')
  const of = namedIn(field)
  if (candidates.length === 0)
    return `has nothing to be of: \`input_spec\` has no field whose places are counted in ${kindOf(field).placesIn}`
  if (of === undefined) return candidates.length === 1 ? null : `must say which input field is meant: ${names}`
  return candidates.some(({ name }) => name === of)
    ? null
    : `must be the name of the input field that is meant: ${names}`
}

/**
 * Fields that are of another input field than before: answers that were given of the one would count for the other.
 */
export function movedSubjects(before: Form, after: Form): FieldProblem[] {
  return after.output_spec.flatMap((field, at) => {
    const same = before.output_spec.find(({ name, type }) => name === field.name && type === field.type)
    const was = same && subjectName(same, before.input_spec)
    if (was === undefined || was === subjectName(field, after.input_spec)) return []
    if (!after.input_spec.some(({ name }) => name === was)) return []
    const detail = `was "${was}" before, and what was said of it would count for another one. Give the field another name.`
    return [{ pointer: `/output_spec/${at}/of`, code: 'moved', detail }]
  })
}

/** For a schema of a form of which both parts are there. */
export function knowSubjects(context: z.core.ParsePayload<Partial<Form>>) {
  const { input_spec, output_spec } = context.value
  if (!input_spec || !output_spec) return
  for (const { pointer, detail } of subjectFaults({ input_spec, output_spec })) {
    const path = pointer
      .slice(1)
      .split('/')
      .map((part, n) => (n === 1 ? Number(part) : part))
    context.issues.push({ code: 'custom', input: output_spec, path, message: detail })
  }
}

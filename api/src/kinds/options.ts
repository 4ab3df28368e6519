import { displayForm } from '../display-form.ts'

export type Options = readonly { value: string }[]

// Enough for what people choose from at a glance; 10,000 names would be a message of 200 KB.
const maxNamed = 100

export const has = (options: Options, value: unknown) => options.some((option) => option.value === value)
/** What an option may be, for a person: of a long list its beginning. */
export function named(options: Options): string {
  const first = options.slice(0, maxNamed).map(({ value }) => value)
  const more = options.length - first.length
  return more > 0 ? `${first.join(', ')} and ${more} more` : first.join(', ')
}

/** An option as the form has it, however the spaces around it and its Unicode form were sent. */
export function optionMeant(options: Options, sent: unknown): unknown {
  if (typeof sent !== 'string' || has(options, sent)) return sent
  return formsOf(options).get(displayForm(sent)) ?? sent
}

/** By the form in which each is shown; of several the first. An answer may be a thousand objects that are asked by the same list. */
const forms = new WeakMap<Options, ReadonlyMap<string, string>>()

function formsOf(options: Options): ReadonlyMap<string, string> {
  const known = forms.get(options) ?? new Map(options.toReversed().map(({ value }) => [displayForm(value), value]))
  forms.set(options, known)
  return known
}

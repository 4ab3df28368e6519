import { displayForm } from '../display-form.ts'

export type Options = readonly { value: string }[]

export const has = (options: Options, value: unknown) => options.some((option) => option.value === value)
export const named = (options: Options) => options.map(({ value }) => value).join(', ')

/** An option as the form has it, however the spaces around it and its Unicode form were sent. */
export function optionMeant(options: Options, sent: unknown): unknown {
  if (typeof sent !== 'string' || has(options, sent)) return sent
  const form = displayForm(sent)
  return options.find((option) => displayForm(option.value) === form)?.value ?? sent
}

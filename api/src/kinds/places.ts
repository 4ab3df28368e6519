import { displayForm } from '../display-form.ts'
import { has, optionMeant } from './options.ts'

/** An option as it stands in a tree, or in a list where none has a place above it. */
export type TreeOption = {
  value: string
  parent?: string | undefined
  code?: string | undefined
  synonyms?: readonly string[] | undefined
}
export type TreeOptions = readonly TreeOption[]

export function isTree(options: TreeOptions): boolean {
  return options.some(({ parent }) => parent !== undefined)
}

/** Of long lists, by code and synonym: an import reads thousands of cells by the same form. */
const indexes = new WeakMap<TreeOptions, Map<string, TreeOption[]>>()

/** Whose code or synonym it is. */
export function calledBy(options: TreeOptions, sent: unknown): TreeOption[] {
  const called = indexes.get(options) ?? new Map<string, TreeOption[]>()
  if (!indexes.has(options))
    for (const option of options)
      for (const name of new Set([option.code ?? '', ...(option.synonyms ?? [])].map(plainly)))
        called
          .set(name, called.get(name) ?? [])
          .get(name)!
          .push(option)
  indexes.set(options, called)
  return typeof sent === 'string' ? (called.get(plainly(sent)) ?? []) : []
}

/** Finer than what a form tells its names apart by (`foldText`): what is two names there is never one here. */
function plainly(text: string): string {
  return displayForm(text).toLowerCase()
}

/** A place and those above it, the highest last. What is no place stands alone. O(options x levels). */
export function lineOf(options: TreeOptions, value: string): string[] {
  const line: string[] = []
  // A form from before circles were refused must not go round.
  for (let at: string | undefined = value; at !== undefined && line.length < 20; ) {
    line.push(at)
    at = options.find((option) => option.value === at)?.parent
  }
  return line
}

/** An option as the form has it: by its value, else by a code or a synonym that it alone has. */
export function placeMeant(options: TreeOptions, sent: unknown): unknown {
  const value = optionMeant(options, sent)
  const [one, other] = has(options, value) ? [] : calledBy(options, value)
  return one && !other ? one.value : value
}

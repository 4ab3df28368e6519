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

type Index = {
  above: Map<string, string | undefined>
  /** By code and synonym: whose they are. */
  called: Map<string, TreeOption[]>
}

/** Of long lists: an import reads thousands of cells by the same form. */
const indexes = new WeakMap<TreeOptions, Index>()

function indexOf(options: TreeOptions): Index {
  const known = indexes.get(options)
  if (known) return known
  const index: Index = { above: new Map(), called: new Map() }
  for (const option of options) {
    index.above.set(option.value, option.parent)
    for (const name of namesOf(option)) {
      const own = index.called.get(name)
      if (own) own.push(option)
      else index.called.set(name, [option])
    }
  }
  indexes.set(options, index)
  return index
}

function namesOf({ code, synonyms = [] }: TreeOption): Set<string> {
  return new Set((code === undefined ? synonyms : [code, ...synonyms]).map(plainly))
}

/** Finer than what a form tells its names apart by (`foldText`): what is two names there is never one here. */
function plainly(text: string): string {
  return displayForm(text).toLowerCase()
}

/** A place and those above it, the highest last. What is no place stands alone. */
export function lineOf(options: TreeOptions, value: string): string[] {
  const { above } = indexOf(options)
  const line: string[] = []
  // Bounded: a form from before cycles were refused must not go round.
  for (let at: string | undefined = value; at !== undefined && line.length <= options.length; at = above.get(at))
    line.push(at)
  return line
}

/** An option as the form has it: by its value, else by a code or a synonym that it alone has. */
export function placeMeant(options: TreeOptions, sent: unknown): unknown {
  const value = optionMeant(options, sent)
  if (typeof value !== 'string' || has(options, value)) return value
  const called = indexOf(options).called.get(plainly(value)) ?? []
  return called.length === 1 ? called[0]!.value : value
}

/** Whose name it is, where several have it. */
export function ambiguityOf(options: TreeOptions, sent: unknown): TreeOption[] {
  const called = typeof sent === 'string' ? indexOf(options).called.get(plainly(sent)) : undefined
  return called && called.length > 1 ? called : []
}

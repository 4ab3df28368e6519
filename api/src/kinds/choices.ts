import { found, splitList } from './cell.ts'
import { count } from './count.ts'
import type { FieldOf, Kind } from './kind.ts'
import { has, named, type Options, optionMeant } from './options.ts'
import { calledBy, lineOf, placeMeant, type TreeOptions } from './places.ts'

type Choice = FieldOf<'select' | 'radio'>

/** One of a list, or of a tree, where one may stop at any place and is found by the places above it, too. Radio buttons are never a tree. */
function choiceKind<F extends Choice>(): Kind<F> {
  return {
    joinings: [],
    names: (value, { options }) => lineOf(options, value as string),
    meant: ({ options }, value) => placeMeant(options, value),
    check({ options }, value) {
      if (has(options, value)) return null
      // Who says a name of several is told these.
      const several = calledBy(options, value)
      const [code, which] = several[0] ? ['ambiguous', several] : ['unknown_option', options]
      return { code, detail: `must be one of: ${named(which)}.` }
    },
    readCell: ({ options }, cell) => found(optionIn(options, cell)),
    example({ options }: { options: TreeOptions }) {
      // Of a tree a leaf, which says all that can be said.
      const inner = new Set(options.map(({ parent }) => parent))
      return options.find(({ value }) => !inner.has(value))!.value
    },
  }
}

export const select = choiceKind<FieldOf<'select'>>()
export const radio = choiceKind<FieldOf<'radio'>>()

export const checkbox: Kind<FieldOf<'checkbox'>> = {
  joinings: [],
  names: (value) => [...new Set(value as string[])],
  meant: ({ options }, value) =>
    Array.isArray(value) ? value.map((one) => optionMeant(options, one)) : optionMeant(options, value),
  check({ options, min_count = 0, max_count = options.length }, value) {
    if (!Array.isArray(value)) return { code: 'wrong_type', detail: 'must be a list of chosen values.' }
    if (new Set(value).size !== value.length) return { code: 'duplicate', detail: 'names a choice twice.' }
    if (!value.every((choice) => has(options, choice)))
      return { code: 'unknown_option', detail: `must be among: ${named(options)}.` }
    if (value.length < min_count) return { code: 'too_few', detail: `needs at least ${count(min_count, 'choice')}.` }
    if (value.length > max_count) return { code: 'too_many', detail: `takes at most ${count(max_count, 'choice')}.` }
    return null
  },
  readCell: ({ options }, cell) => found(splitList(cell, '|').map((part) => optionIn(options, part))),
  example: ({ options, min_count = 1 }) => options.slice(0, Math.max(1, min_count)).map(({ value }) => value),
}

/** Blanks around a choice are the table's, unless an option has them. */
function optionIn(options: Options, cell: string): string {
  return has(options, cell) ? cell : cell.trim()
}

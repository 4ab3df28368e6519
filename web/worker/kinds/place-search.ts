import type { TreeOptions } from '@whisker/api/kinds/places.ts'
import { foldText } from '@whisker/api/same-text.ts'

type Place = TreeOptions[number] & { label?: string }

export type Row = {
  value: string
  text: string
  /** What the places above are called, the highest first. */
  path: readonly string[]
  hasMore: boolean
}

type Entry = Row & { above: string | undefined; names: readonly string[] }

export type PlaceIndex = {
  get(value: string): Row | undefined
  above(value: string): string | undefined
  /** What stands right below; at the top without a place. */
  below(value: string | undefined): Row[]
  /** The best first. */
  find(typed: string): Row[]
  /** A name begins with a digit, so that digits are for typing. */
  hasDigits: boolean
}

/** More rows than this nobody reads: another letter brings the right one up. */
const maxRows = 50

const indexes = new WeakMap<TreeOptions, PlaceIndex>()

/** What a form's places are found by. Made once for a form: 10,000 places take their time. */
export function indexPlaces(options: TreeOptions): PlaceIndex {
  const known = indexes.get(options) ?? makeIndex(options as readonly Place[])
  indexes.set(options, known)
  return known
}

function makeIndex(options: readonly Place[]): PlaceIndex {
  const byValue = new Map(options.map((option) => [option.value, option]))
  const below = new Map<string | undefined, string[]>()
  for (const { value, parent } of options) {
    const own = below.get(parent)
    if (own) own.push(value)
    else below.set(parent, [value])
  }
  const entries = new Map<string, Entry>()
  const textOf = ({ label, value }: Place) => label || value
  for (const option of options) {
    const { value, code, synonyms = [], parent } = option
    const path: string[] = []
    for (let at = parent; at !== undefined && path.length < 20; at = byValue.get(at)?.parent) {
      const place = byValue.get(at)
      if (place) path.unshift(textOf(place))
    }
    const names = [...new Set([textOf(option), value, ...(code === undefined ? [] : [code]), ...synonyms].map(plainly))]
    entries.set(value, { value, text: textOf(option), path, hasMore: below.has(value), above: parent, names })
  }
  const all = [...entries.values()]
  return {
    get: (value) => entries.get(value),
    above: (value) => entries.get(value)?.above,
    below: (value) => (below.get(value) ?? []).map((one) => entries.get(one)!),
    find: (typed) => find(all, plainly(typed)),
    hasDigits: all.some(({ names }) => names.some((name) => /^\d/.test(name))),
  }
}

/** A whole name before the beginning of one, this before that of a word, and this before what stands anywhere. */
function find(all: readonly Entry[], typed: string): Row[] {
  if (typed === '') return []
  const ranked: Entry[][] = [[], [], [], []]
  for (const entry of all) {
    const rank = entry.names.reduce((best, name) => Math.min(best, rankOf(name, typed)), 4)
    ranked[rank]?.push(entry)
  }
  return ranked.flat().slice(0, maxRows)
}

function rankOf(name: string, typed: string): number {
  const at = name.indexOf(typed)
  if (at < 0) return 4
  if (at === 0) return name.length === typed.length ? 0 : 1
  return name[at - 1] === ' ' || name[at - 1] === '-' ? 2 : 3
}

/** As the service tells names apart, and without marks: who types "heron" means "Héron" as well. */
function plainly(text: string): string {
  return foldText(text)
    .normalize('NFD')
    .replace(/\p{Mn}/gu, '')
}

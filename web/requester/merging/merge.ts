/** Something that two people have changed, each in another way. `at` names it for a person. */
export type Conflict = { at: string; mine: unknown; theirs: unknown }
export type Merged<D> = { draft: D; conflicts: Conflict[] }
export type Side = 'mine' | 'theirs'

/**
 * Puts the changes of two people together, who both began with `base`: setting by setting, in the specs field by field and
 * property by property, among options each by its value. What only one of them has changed is taken from them; where both
 * have, and differently, `prefer` decides, and it is told. Nothing is taken away that the other one has changed.
 */
export function mergeDrafts<D extends object>(base: D, mine: D, theirs: D, prefer: Side): Merged<D> {
  const merge = new Merge(prefer)
  const draft = merge.object('', base as Fields, mine as Fields, theirs as Fields) as D
  return { draft, conflicts: merge.conflicts }
}

type Fields = Record<string, unknown>
type Entry = Fields & ({ name: string } | { value: string })

class Merge {
  readonly conflicts: Conflict[] = []
  private readonly prefer: Side

  constructor(prefer: Side) {
    this.prefer = prefer
  }

  object(at: string, base: Fields, mine: Fields, theirs: Fields): Fields {
    const keys = [...new Set([...Object.keys(mine), ...Object.keys(theirs)])]
    const merged = keys.map((key) => {
      const where = [at, words(key)].filter(Boolean).join(' › ')
      return [key, this.value(where, base[key], mine[key], theirs[key])] as const
    })
    return Object.fromEntries(merged.filter(([, value]) => value !== undefined))
  }

  private value(at: string, base: unknown, mine: unknown, theirs: unknown): unknown {
    if (same(mine, theirs) || same(theirs, base)) return mine
    if (same(mine, base)) return theirs
    if (isEntries(mine) && isEntries(theirs)) return this.list(at, isEntries(base) ? base : [], mine, theirs)
    return this.choose(at, mine, theirs)
  }

  /** In my order; what the other one has added comes last. */
  private list(at: string, base: Entry[], mine: Entry[], theirs: Entry[]): Entry[] {
    const [was, my, their] = [base, mine, theirs].map((list) => new Map(list.map((entry) => [keyOf(entry), entry])))
    const keys = [...new Set([...my!.keys(), ...their!.keys()])]
    return keys.flatMap((key): Entry[] => {
      const [before, own, other] = [was!.get(key), my!.get(key), their!.get(key)]
      const where = `${at} › ${key}`
      if (own && other) return [this.object(where, before ?? {}, own, other) as Entry]
      const left = own ?? other
      // Added by one, or taken away by one: then it goes, unless the other one has changed it.
      if (!before || !left) return left ? [left] : []
      return same(left, before) ? [] : ([this.choose(where, own, other)].filter(Boolean) as Entry[])
    })
  }

  private choose<T>(at: string, mine: T, theirs: T): T {
    this.conflicts.push({ at, mine, theirs })
    return this.prefer === 'mine' ? mine : theirs
  }
}

const keyOf = (entry: Entry) => String('name' in entry ? entry.name : entry.value)

function isEntries(value: unknown): value is Entry[] {
  return (
    Array.isArray(value) &&
    value.length > 0 &&
    value.every((one) => typeof one === 'object' && one !== null && ('name' in one || 'value' in one))
  )
}

const words = (key: string) =>
  ({ input_spec: 'What you send', output_spec: 'What people fill in', public_description: 'instructions' })[key] ??
  key.replaceAll('_', ' ')

function same(a: unknown, b: unknown): boolean {
  return JSON.stringify(sorted(a)) === JSON.stringify(sorted(b))
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, inner]) => [key, sorted(inner)]),
  )
}

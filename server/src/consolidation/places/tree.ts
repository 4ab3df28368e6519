import type { TreeOptions } from '@whisker/api/kinds/places.ts'

/** The places of a form, from the top down; place 0 stands above all of them. */
export type Tree = {
  placeOf: ReadonlyMap<string, number>
  values: readonly string[]
  above: Int32Array
  /** 0 for the top. */
  level: Int32Array
  /** Places without others below, at or below each. */
  leaves: Float64Array
  levels: number
  /** Places of a level at or below a place, and the leaves that end above that level. */
  width(place: number, level: number): number
}

const trees = new WeakMap<TreeOptions, Tree>()

/** Made once for a form: a crowd's forms are kept as they were read. */
export function treeOf(options: TreeOptions): Tree {
  const known = trees.get(options) ?? makeTree(options)
  trees.set(options, known)
  return known
}

/** O(options x levels^2), and levels are few. */
function makeTree(options: TreeOptions): Tree {
  const values = ['', ...options.map(({ value }) => value)]
  const placeOf = new Map(options.map(({ value }, at) => [value, at + 1]))
  const size = values.length
  const above = new Int32Array(size)
  const isInner = new Uint8Array(size)
  options.forEach(({ parent }, at) => {
    above[at + 1] = (parent === undefined ? undefined : placeOf.get(parent)) ?? 0
    isInner[above[at + 1]!] = 1
  })
  const level = new Int32Array(size).fill(-1)
  level[0] = 0
  for (let place = 1; place < size; place++) setLevel(place, above, level)
  const levels = level.reduce((max, one) => Math.max(max, one), 1)
  const leaves = new Float64Array(size)
  const widths = new Float64Array(size * (levels + 1))
  for (let place = 0; place < size; place++)
    for (let at = place, first = true; first || at !== place; at = above[at]!) {
      first = false
      widths[at * (levels + 1) + level[place]!]!++
      if (!isInner[place] && place > 0) {
        leaves[at]!++
        for (let below = level[place]! + 1; below <= levels; below++) widths[at * (levels + 1) + below]!++
      }
      if (at === 0) break
    }
  const width = (place: number, at: number) => (at <= level[place]! ? 1 : widths[place * (levels + 1) + at]!)
  return { placeOf, values, above, level, leaves, levels, width }
}

function setLevel(place: number, above: Int32Array, level: Int32Array): void {
  const way: number[] = []
  let at = place
  // A form from before circles were refused ends where it would come round again.
  for (; level[at]! < 0; at = above[at]!) {
    level[at] = 0
    way.push(at)
  }
  if (way.includes(at)) {
    above[way.at(-1)!] = 0
    at = 0
  }
  let below = level[at]!
  for (const one of way.reverse()) level[one] = ++below
}

/** Whether one place is the other or stands above it. */
export function isWithin({ above, level }: Tree, place: number, top: number): boolean {
  let at = place
  while (level[at]! > level[top]!) at = above[at]!
  return at === top
}

/**
 * The places of all versions of a form, each where the newest version that has it says. A parent stands in the same version as its
 * child or in a newer one, so no circle comes of it.
 *
 * @param versions newest first.
 */
export function ofAllVersions(versions: readonly TreeOptions[]): TreeOptions {
  if (versions.length === 1) return versions[0]!
  const places = new Map<string, TreeOptions[number]>()
  for (const options of versions)
    for (const option of options) if (!places.has(option.value)) places.set(option.value, option)
  return [...places.values()]
}

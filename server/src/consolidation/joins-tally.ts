import { type Join, joinReasons } from '@whisker/api/quality.ts'

/** Joins of all items of a field put together. `items`: on how many. */
export type TalliedJoin = Join & { items: number }

/** Different joins that are counted, and those that are told. */
const maxCounted = 20_000
const maxTold = 100

/** Counts the joins of a project's items. The boldest are told first, then those of most answers. */
export function tallyJoins() {
  const counted = new Map<string, TalliedJoin>()
  return {
    add(joins: readonly Join[]) {
      for (const join of joins) {
        const pair = JSON.stringify([join.typed, join.name, join.why])
        const known = counted.get(pair)
        if (known) {
          known.answers += join.answers
          known.items++
        } else if (counted.size < maxCounted) counted.set(pair, { ...join, items: 1 })
      }
    },
    told(): TalliedJoin[] {
      const boldness = (join: Join) => joinReasons.indexOf(join.why)
      const boldest = [...counted.values()].sort(
        (a, b) => boldness(b) - boldness(a) || b.answers - a.answers || (a.typed < b.typed ? -1 : 1),
      )
      return boldest.slice(0, maxTold)
    },
  }
}

import type { FieldValue } from '@whisker/api/fields.ts'
import { rankedIn } from '@whisker/api/kinds/rank.ts'
import type { RankValue } from '@whisker/api/kinds/schema/rank.ts'
import type { ConsolidatedField } from '../field.ts'
import { inDoubt } from '../ranks/belief.ts'
import { collectOrders } from '../ranks/collect.ts'
import { emptyRanks } from '../ranks/crowd.ts'
import type { Ranked } from '../ranks/evidence.ts'
import { distance, haveSameFirst } from '../ranks/shown.ts'
import { countVotes, groupByKey, plurality } from '../votes.ts'
import type { Kind } from './kind.ts'

/** Orders: right when what stands first is right, and so far right as its pairs are (Kendall's distance). */
export const ranks: Kind = {
  asGiven,
  majority: (_, given) => plurality(given, JSON.stringify),
  agrees: (_, truth, value) => haveSameFirst(asGiven(truth), asGiven(value)),
  score(truth, value, field) {
    const [right, said] = [asGiven(truth), asGiven(value)]
    return right && said ? 1 - distance(rankedOf([field]), right, said) : 0
  },
  group: (_, values) => groupByKey(values, JSON.stringify),
  emptyModel(versions) {
    const { values, ties } = rankedOf(versions)
    return { kind: 'ranks', crowd: emptyRanks(inDoubt(values.length, ties)) }
  },
  collect: (versions) => collectOrders(rankedOf(versions), asGiven),
  told: (_, values) => ({ votes: countVotes(values, JSON.stringify) }),
  isTyped: false,
  confusion: null,
  isComparable: false,
  bars: null,
}

/**
 * What the versions of a field put in order, all together; how, is for the newest to say. Of it an item's answers teach about what they
 * name (`namedIn`), in a refit of all versions and online in one alike.
 */
export function rankedOf(versions: readonly ConsolidatedField[]): Ranked {
  const [{ ties = false, top }] = versions as [ConsolidatedField]
  return { values: [...new Set(versions.flatMap(rankedIn))], ties, top }
}

function asGiven(value: FieldValue | null | undefined): RankValue | null {
  const isOrder = Array.isArray(value) && value.length > 0 && value.every((group) => Array.isArray(group))
  return isOrder ? (value as RankValue) : null
}
